"""Let offices hand over, give opinions, extend, note, stand in, remind, export and reorganise."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OLD = ("reception", "handling", "signing", "return")
NEW = ("opinion", "approval", "seal")
ONE_OPEN = "opened_at IS NOT NULL AND closed_at IS NULL"
ONE_CUSTODY = f"{ONE_OPEN} AND NOT beside"
CHECKS = (
    ("leg", "taken_by_someone", "(taken_at IS NULL) = (taken_by IS NULL)"),
    ("draft", "channel", "channel IN ('truc-tuyen', 'truc-tiep', 'buu-chinh')"),
    ("draft", "typed_by_an_officer", "(channel = 'truc-tuyen') = (entered_by IS NULL)"),
    ("attachment", "checked_by_someone", "(checked_at IS NULL) = (checked_by IS NULL)"),
    ("attachment", "checked_first", "sealed_sha256 IS NULL OR checked_at IS NOT NULL"),
)


def _functions(*names: str) -> None:
    op.drop_constraint(op.f("ck_leg_function"), "leg", type_="check")
    known = ", ".join(f"'{name}'" for name in names)
    op.create_check_constraint(op.f("ck_leg_function"), "leg", f"function IN ({known})")


def _open_leg(where: str) -> None:
    op.drop_index("uq_leg_open", table_name="leg")
    op.create_index(
        "uq_leg_open", "leg", ["dossier_id"], unique=True, postgresql_where=sa.text(where)
    )


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False, comment="first day back"),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False, comment="number of the delegation"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "substitute_id IS NULL OR substitute_id <> person_id", name=op.f("ck_absence_another")
        ),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_absence_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_absence_created_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["person.id"], name=op.f("fk_absence_substitute_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_person_id", "absence", ["person_id", "valid_to"], unique=False)
    op.create_index(
        "ix_absence_substitute_id", "absence", ["substitute_id", "valid_to"], unique=False
    )
    op.create_table(
        "reorganisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "document", sa.String(), nullable=False, comment="number of the resolution or decision"
        ),
        sa.Column(
            "title",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment='{"vi": ..., "en": ...}',
        ),
        sa.Column("effective_on", sa.Date(), nullable=False, comment="first day of the new order"),
        sa.Column(
            "plan",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="steps, see procedures.reform",
        ),
        sa.Column(
            "choices",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="how each ambiguity was decided",
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "approved",
                "applied",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False, comment="dossiers that were carried over"),
        sa.Column("total", sa.Integer(), nullable=False, comment="dossiers to carry over"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'applied') = (applied_at IS NOT NULL)", name=op.f("ck_reorganisation_applied")
        ),
        sa.CheckConstraint("document <> ''", name=op.f("ck_reorganisation_has_document")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["person.id"], name=op.f("fk_reorganisation_approved_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_reorganisation_created_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reorganisation")),
        sa.UniqueConstraint("document", name=op.f("uq_reorganisation_document")),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("room", sa.String(), nullable=False, comment="desk or office"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "query",
            sa.String(),
            nullable=False,
            comment="the address's query; never a person's name or number",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_saved_view_has_name")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "person_id", "room", "name", name=op.f("uq_saved_view_person_id_room_name")
        ),
    )
    op.create_table(
        "scratch",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(), nullable=False, comment="path of the form's page"),
        sa.Column(
            "fields",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="inputs by name, as typed",
        ),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_scratch_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "form", name=op.f("pk_scratch")),
    )
    op.create_table(
        "place_succession",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("reorganisation_id", sa.Uuid(), nullable=False),
        sa.Column("old_id", sa.Integer(), nullable=False),
        sa.Column("new_id", sa.Integer(), nullable=False),
        sa.Column(
            "whole", sa.Boolean(), nullable=False, comment="false: only a part of the old place"
        ),
        sa.Column(
            "usual",
            sa.Boolean(),
            nullable=False,
            comment="the successor when nothing else is known",
        ),
        sa.ForeignKeyConstraint(
            ["new_id"], ["place.id"], name=op.f("fk_place_succession_new_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["old_id"], ["place.id"], name=op.f("fk_place_succession_old_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["reorganisation_id"],
            ["reorganisation.id"],
            name=op.f("fk_place_succession_reorganisation_id_reorganisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_succession")),
        sa.UniqueConstraint("old_id", "new_id", name=op.f("uq_place_succession_old_id_new_id")),
    )
    op.create_index("ix_place_succession_new_id", "place_succession", ["new_id"], unique=False)
    op.create_table(
        "ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("errand", sa.String(), nullable=False, comment="file, return, ask"),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_by", sa.Uuid(), nullable=True),
        sa.Column("counter", sa.String(), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "dropped_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="called and did not come",
        ),
        sa.CheckConstraint(
            "called_at IS NULL OR counter <> ''", name=op.f("ck_ticket_called_to_a_counter")
        ),
        sa.CheckConstraint(
            "num_nonnulls(served_at, dropped_at) <= 1", name=op.f("ck_ticket_one_end")
        ),
        sa.ForeignKeyConstraint(
            ["called_by"], ["person.id"], name=op.f("fk_ticket_called_by_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_ticket_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("unit_id", "day", "number", name=op.f("uq_ticket_unit_id_day_number")),
    )
    op.create_index(
        "ix_ticket_waiting",
        "ticket",
        ["unit_id", "day", "number"],
        unique=False,
        postgresql_where=sa.text("served_at IS NULL AND dropped_at IS NULL"),
    )
    op.create_table(
        "ticket_number",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 1", name=op.f("ck_ticket_number_last_positive")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_ticket_number_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("unit_id", "day", name=op.f("pk_ticket_number")),
    )
    op.create_table(
        "unit_succession",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("reorganisation_id", sa.Uuid(), nullable=False),
        sa.Column("old_id", sa.Integer(), nullable=False),
        sa.Column("new_id", sa.Integer(), nullable=False),
        sa.Column(
            "fields",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="fields of law it takes over; empty: all",
        ),
        sa.Column(
            "usual",
            sa.Boolean(),
            nullable=False,
            comment="the successor when nothing else is known",
        ),
        sa.ForeignKeyConstraint(
            ["new_id"], ["unit.id"], name=op.f("fk_unit_succession_new_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["old_id"], ["unit.id"], name=op.f("fk_unit_succession_old_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["reorganisation_id"],
            ["reorganisation.id"],
            name=op.f("fk_unit_succession_reorganisation_id_reorganisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_succession")),
        sa.UniqueConstraint("old_id", "new_id", name=op.f("uq_unit_succession_old_id_new_id")),
    )
    op.create_index("ix_unit_succession_new_id", "unit_succession", ["new_id"], unique=False)
    op.create_table(
        "export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column(
            "params",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="from and to, ISO days; filters",
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True, comment="bytes"),
        sa.CheckConstraint("format IN ('pdf', 'xlsx')", name=op.f("ck_export_format")),
        sa.CheckConstraint("kind IN ('register', 'control_slip')", name=op.f("ck_export_kind")),
        sa.CheckConstraint(
            "(sha256 IS NULL) = (finished_at IS NULL)", name=op.f("ck_export_finished_with_file")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_export_asked_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_export_dossier_id_dossier")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_export_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
    )
    op.create_index("ix_export_asked_by", "export", ["asked_by", "asked_at"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="speaking for"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_note_says_something")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_note_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_note_dossier_id_dossier")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_note_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index("ix_note_dossier_id", "note", ["dossier_id", "at"], unique=False)
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("from_leg_id", sa.Integer(), nullable=False),
        sa.Column("from_unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "to_leg_id",
            sa.Integer(),
            nullable=True,
            comment="the planned leg; none when one is to be put in on taking",
        ),
        sa.Column("to_unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "officer_id",
            sa.Uuid(),
            nullable=True,
            comment="for whom it is meant, when somebody was named",
        ),
        sa.Column("note", sa.String(), nullable=False, comment="what the giver tells the taker"),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "taken",
                "declined",
                "recalled",
                "lapsed",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("grounds", sa.String(), nullable=False, comment="why it was not taken"),
        sa.CheckConstraint(
            "outcome <> 'declined' OR grounds <> ''", name=op.f("ck_handover_refusal_has_grounds")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answered_at IS NULL)", name=op.f("ck_handover_answered_once")
        ),
        sa.CheckConstraint(
            "answered_at IS NULL OR answered_at >= offered_at", name=op.f("ck_handover_times_order")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_handover_answered_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_handover_dossier_id_dossier")
        ),
        sa.ForeignKeyConstraint(
            ["from_leg_id"], ["leg.id"], name=op.f("fk_handover_from_leg_id_leg")
        ),
        sa.ForeignKeyConstraint(
            ["from_unit_id"], ["unit.id"], name=op.f("fk_handover_from_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["offered_by"], ["person.id"], name=op.f("fk_handover_offered_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["person.id"], name=op.f("fk_handover_officer_id_person")
        ),
        sa.ForeignKeyConstraint(["to_leg_id"], ["leg.id"], name=op.f("fk_handover_to_leg_id_leg")),
        sa.ForeignKeyConstraint(
            ["to_unit_id"], ["unit.id"], name=op.f("fk_handover_to_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index("ix_handover_dossier_id", "handover", ["dossier_id"], unique=False)
    op.create_index(
        "ix_handover_offered",
        "handover",
        ["from_unit_id", "offered_at", "dossier_id"],
        unique=False,
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_index(
        "ix_handover_to_take",
        "handover",
        ["to_unit_id", "offered_at", "dossier_id"],
        unique=False,
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_index(
        "uq_handover_open",
        "handover",
        ["dossier_id"],
        unique=True,
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_table(
        "mention",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_mention_dossier_id_dossier")
        ),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_mention_note_id_note")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mention_person_id_person")
        ),
        sa.PrimaryKeyConstraint("note_id", "person_id", name=op.f("pk_mention")),
    )
    op.create_index(
        "ix_mention_unread",
        "mention",
        ["person_id", "dossier_id"],
        unique=False,
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "opinion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("leg_id", sa.Integer(), nullable=False, comment="a leg that runs beside"),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "agreed",
                "objected",
                "other",
                name="stance",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "stance IS NULL OR stance = 'agreed' OR answer <> ''", name=op.f("ck_opinion_says_why")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by IS NULL)", name=op.f("ck_opinion_answered_by_one")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (stance IS NULL)", name=op.f("ck_opinion_answered_once")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_opinion_answered_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_opinion_asked_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_opinion_dossier_id_dossier")
        ),
        sa.ForeignKeyConstraint(["leg_id"], ["leg.id"], name=op.f("fk_opinion_leg_id_leg")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint("leg_id", name=op.f("uq_opinion_leg_id")),
    )
    op.create_index("ix_opinion_dossier_id", "opinion", ["dossier_id"], unique=False)
    op.create_table(
        "reminder",
        sa.Column("leg_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="the due moment it spoke of: a moved one is spoken of anew",
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('soon', 'late', 'escalated')", name=op.f("ck_reminder_kind")),
        sa.ForeignKeyConstraint(["leg_id"], ["leg.id"], name=op.f("fk_reminder_leg_id_leg")),
        sa.PrimaryKeyConstraint("leg_id", "kind", "due_at", name=op.f("pk_reminder")),
    )
    op.create_table(
        "supplement_leave",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("grounds <> ''", name=op.f("ck_supplement_leave_has_grounds")),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_supplement_leave_dossier_id_dossier")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["person.id"], name=op.f("fk_supplement_leave_granted_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["supplement_request.id"],
            name=op.f("fk_supplement_leave_request_id_supplement_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement_leave")),
    )
    op.create_index(
        "ix_supplement_leave_dossier_id", "supplement_leave", ["dossier_id"], unique=False
    )
    op.create_index(
        "uq_supplement_leave_open",
        "supplement_leave",
        ["dossier_id"],
        unique=True,
        postgresql_where=sa.text("request_id IS NULL"),
    )
    op.create_table(
        "extension",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column(
            "until", sa.Date(), nullable=False, comment="due at the close of hours of this day"
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "promised_before",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="the promise that is not kept",
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=True, comment="the apology"),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_extension_has_reason")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_extension_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_extension_dossier_id_dossier")
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper.id"], name=op.f("fk_extension_paper_id_paper")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
        sa.UniqueConstraint("dossier_id", name=op.f("uq_extension_dossier_id")),
    )
    op.add_column(
        "attachment",
        sa.Column(
            "checked_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="an officer compared the scan with the paper (số hóa, TT 01/2023/TT-VPCP)",
        ),
    )
    op.add_column("attachment", sa.Column("checked_by", sa.Uuid(), nullable=True))
    op.add_column(
        "attachment",
        sa.Column(
            "sealed_sha256", sa.String(), nullable=True, comment="the digital copy with the seal"
        ),
    )
    op.create_foreign_key(
        op.f("fk_attachment_checked_by_person"), "attachment", "person", ["checked_by"], ["id"]
    )
    op.add_column(
        "dossier",
        sa.Column(
            "support_unit_id",
            sa.Integer(),
            nullable=True,
            comment="where the applicant was helped, when not the desk itself",
        ),
    )
    op.add_column(
        "dossier",
        sa.Column(
            "entered_by",
            sa.Uuid(),
            nullable=True,
            comment="the officer who typed a dossier handed in on paper",
        ),
    )
    op.create_foreign_key(
        op.f("fk_dossier_entered_by_person"), "dossier", "person", ["entered_by"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_dossier_support_unit_id_unit"), "dossier", "unit", ["support_unit_id"], ["id"]
    )
    op.add_column(
        "draft",
        sa.Column(
            "desk_unit_id",
            sa.Integer(),
            nullable=True,
            comment="desk that receives it; none: the one at the place",
        ),
    )
    op.add_column(
        "draft",
        sa.Column(
            "support_unit_id", sa.Integer(), nullable=True, comment="desk that helps to fill it in"
        ),
    )
    op.add_column(
        "draft",
        sa.Column(
            "entered_by", sa.Uuid(), nullable=True, comment="the officer who types it for the owner"
        ),
    )
    op.add_column(
        "draft",
        sa.Column(
            "channel",
            sa.String(),
            nullable=False,
            server_default="truc-tuyen",
            comment="how it will be filed",
        ),
    )
    op.create_index(
        "ix_draft_entered_by",
        "draft",
        ["entered_by", "updated_at"],
        unique=False,
        postgresql_where=sa.text("entered_by IS NOT NULL"),
    )
    op.create_foreign_key(
        op.f("fk_draft_support_unit_id_unit"), "draft", "unit", ["support_unit_id"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_draft_desk_unit_id_unit"), "draft", "unit", ["desk_unit_id"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_draft_entered_by_person"), "draft", "person", ["entered_by"], ["id"]
    )
    op.add_column(
        "leg",
        sa.Column(
            "beside",
            sa.Boolean(),
            nullable=False,
            server_default=sa.text("false"),
            comment="runs beside the leg that has custody: an opinion",
        ),
    )
    op.add_column(
        "leg",
        sa.Column(
            "taken_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when somebody took it in hand",
        ),
    )
    op.add_column("leg", sa.Column("taken_by", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_leg_beside_open",
        "leg",
        ["unit_id", "due_at", "dossier_id"],
        unique=False,
        postgresql_where=sa.text("beside AND opened_at IS NOT NULL AND closed_at IS NULL"),
    )
    op.create_index(
        "ix_leg_open_due",
        "leg",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("opened_at IS NOT NULL AND closed_at IS NULL"),
    )
    op.create_foreign_key(op.f("fk_leg_taken_by_person"), "leg", "person", ["taken_by"], ["id"])
    op.add_column(
        "post",
        sa.Column(
            "absence_id", sa.Uuid(), nullable=True, comment="held in place of somebody who is away"
        ),
    )
    op.create_foreign_key(
        op.f("fk_post_absence_id_absence"), "post", "absence", ["absence_id"], ["id"]
    )
    op.alter_column(
        "decision",
        "leg_id",
        comment="where the proposal went: the approval or the signature",
        existing_comment="the signing leg",
    )
    op.alter_column("leg", "beside", server_default=None)
    op.alter_column("draft", "channel", server_default=None)
    _functions(*OLD, *NEW)
    _open_leg(ONE_CUSTODY)
    for table, name, condition in CHECKS:
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, condition)


def downgrade() -> None:
    for table, name, _condition in CHECKS:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
    op.execute("DELETE FROM opinion")
    op.execute("DELETE FROM leg WHERE beside OR function IN ('opinion', 'approval', 'seal')")
    op.alter_column("decision", "leg_id", comment="the signing leg")
    _open_leg(ONE_OPEN)
    _functions(*OLD)
    op.drop_constraint(op.f("fk_post_absence_id_absence"), "post", type_="foreignkey")
    op.drop_column("post", "absence_id")
    op.drop_constraint(op.f("fk_leg_taken_by_person"), "leg", type_="foreignkey")
    op.drop_index(
        "ix_leg_open_due",
        table_name="leg",
        postgresql_where=sa.text("opened_at IS NOT NULL AND closed_at IS NULL"),
    )
    op.drop_index(
        "ix_leg_beside_open",
        table_name="leg",
        postgresql_where=sa.text("beside AND opened_at IS NOT NULL AND closed_at IS NULL"),
    )
    op.drop_column("leg", "taken_by")
    op.drop_column("leg", "taken_at")
    op.drop_column("leg", "beside")
    op.drop_constraint(op.f("fk_draft_entered_by_person"), "draft", type_="foreignkey")
    op.drop_constraint(op.f("fk_draft_desk_unit_id_unit"), "draft", type_="foreignkey")
    op.drop_constraint(op.f("fk_draft_support_unit_id_unit"), "draft", type_="foreignkey")
    op.drop_index(
        "ix_draft_entered_by",
        table_name="draft",
        postgresql_where=sa.text("entered_by IS NOT NULL"),
    )
    op.drop_column("draft", "channel")
    op.drop_column("draft", "entered_by")
    op.drop_column("draft", "support_unit_id")
    op.drop_column("draft", "desk_unit_id")
    op.drop_constraint(op.f("fk_dossier_support_unit_id_unit"), "dossier", type_="foreignkey")
    op.drop_constraint(op.f("fk_dossier_entered_by_person"), "dossier", type_="foreignkey")
    op.drop_column("dossier", "entered_by")
    op.drop_column("dossier", "support_unit_id")
    op.drop_constraint(op.f("fk_attachment_checked_by_person"), "attachment", type_="foreignkey")
    op.drop_column("attachment", "sealed_sha256")
    op.drop_column("attachment", "checked_by")
    op.drop_column("attachment", "checked_at")
    op.drop_table("extension")
    op.drop_index(
        "uq_supplement_leave_open",
        table_name="supplement_leave",
        postgresql_where=sa.text("request_id IS NULL"),
    )
    op.drop_index("ix_supplement_leave_dossier_id", table_name="supplement_leave")
    op.drop_table("supplement_leave")
    op.drop_table("reminder")
    op.drop_index("ix_opinion_dossier_id", table_name="opinion")
    op.drop_table("opinion")
    op.drop_index(
        "ix_mention_unread", table_name="mention", postgresql_where=sa.text("read_at IS NULL")
    )
    op.drop_table("mention")
    op.drop_index(
        "uq_handover_open", table_name="handover", postgresql_where=sa.text("outcome IS NULL")
    )
    op.drop_index(
        "ix_handover_to_take", table_name="handover", postgresql_where=sa.text("outcome IS NULL")
    )
    op.drop_index(
        "ix_handover_offered", table_name="handover", postgresql_where=sa.text("outcome IS NULL")
    )
    op.drop_index("ix_handover_dossier_id", table_name="handover")
    op.drop_table("handover")
    op.drop_index("ix_note_dossier_id", table_name="note")
    op.drop_table("note")
    op.drop_index("ix_export_asked_by", table_name="export")
    op.drop_table("export")
    op.drop_index("ix_unit_succession_new_id", table_name="unit_succession")
    op.drop_table("unit_succession")
    op.drop_table("ticket_number")
    op.drop_index(
        "ix_ticket_waiting",
        table_name="ticket",
        postgresql_where=sa.text("served_at IS NULL AND dropped_at IS NULL"),
    )
    op.drop_table("ticket")
    op.drop_index("ix_place_succession_new_id", table_name="place_succession")
    op.drop_table("place_succession")
    op.drop_table("scratch")
    op.drop_table("saved_view")
    op.drop_table("reorganisation")
    op.drop_index("ix_absence_substitute_id", table_name="absence")
    op.drop_index("ix_absence_person_id", table_name="absence")
    op.drop_table("absence")
