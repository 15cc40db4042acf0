"""Let issued papers be revoked and replaced by a decision, never back; keep the lists of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0011"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OPEN = "decided_at IS NULL AND dismissed_at IS NULL"

REFUSE_RETURN = """
CREATE FUNCTION refuse_reinstating() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.revoked_at IS NOT NULL AND
       (NEW.revoked_at, NEW.revoked_grounds, NEW.superseded_by)
       IS DISTINCT FROM
       (OLD.revoked_at, OLD.revoked_grounds, OLD.superseded_by)
    THEN
        RAISE EXCEPTION 'a paper that was revoked stays revoked'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "revocation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column(
            "ending",
            sa.Enum(
                "revoked",
                "replaced",
                name="ending",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("replacement_id", sa.Uuid(), nullable=True),
        sa.Column(
            "fields",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="what the replacement says",
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("decision_number", sa.String(), nullable=False),
        sa.Column("decision_date", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=False, comment="why it was dismissed"),
        sa.CheckConstraint("grounds <> ''", name=op.f("ck_revocation_has_grounds")),
        sa.CheckConstraint(
            "num_nonnulls(decided_at, dismissed_at) <= 1", name=op.f("ck_revocation_one_end")
        ),
        sa.CheckConstraint(
            "num_nonnulls(decided_at, dismissed_at) = num_nonnulls(ended_by)",
            name=op.f("ck_revocation_by_someone"),
        ),
        sa.CheckConstraint(
            "dismissed_at IS NULL OR note <> ''", name=op.f("ck_revocation_says_why")
        ),
        sa.CheckConstraint(
            "ending <> 'revoked' OR decided_at IS NULL"
            " OR (decision_number <> '' AND decision_date IS NOT NULL)",
            name=op.f("ck_revocation_by_decision"),
        ),
        sa.CheckConstraint(
            "(ending = 'replaced') = (replacement_id IS NOT NULL)",
            name=op.f("ck_revocation_replacement"),
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_revocation_dossier_id_dossier")
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper.id"], name=op.f("fk_revocation_paper_id_paper")
        ),
        sa.ForeignKeyConstraint(
            ["replacement_id"], ["paper.id"], name=op.f("fk_revocation_replacement_id_paper")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_revocation_proposed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["person.id"], name=op.f("fk_revocation_ended_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revocation")),
    )
    op.create_index(
        "uq_revocation_open",
        "revocation",
        ["dossier_id"],
        unique=True,
        postgresql_where=sa.text(OPEN),
    )
    op.create_index(
        "uq_revocation_decided",
        "revocation",
        ["paper_id"],
        unique=True,
        postgresql_where=sa.text("decided_at IS NOT NULL"),
    )
    op.create_index("ix_revocation_replacement_id", "revocation", ["replacement_id"])
    op.create_table(
        "revocation_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "next_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when the next one is promised at the latest",
        ),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column(
            "sha256", sa.String(), nullable=False, comment="the list as a signed file in the store"
        ),
        sa.CheckConstraint("entries >= 0", name=op.f("ck_revocation_list_entries_counted")),
        sa.CheckConstraint("next_at > made_at", name=op.f("ck_revocation_list_next_later")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revocation_list")),
    )
    op.create_index("ix_revocation_list_made_at", "revocation_list", ["made_at"])
    op.create_index(
        "ix_paper_revoked_at",
        "paper",
        ["revoked_at"],
        postgresql_where=sa.text("revoked_at IS NOT NULL"),
    )
    op.execute(REFUSE_RETURN)
    op.execute(
        "CREATE TRIGGER keep_revoked BEFORE UPDATE ON paper "
        "FOR EACH ROW EXECUTE FUNCTION refuse_reinstating()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER keep_revoked ON paper")
    op.execute("DROP FUNCTION refuse_reinstating()")
    op.drop_index("ix_paper_revoked_at", table_name="paper")
    op.drop_table("revocation_list")
    op.drop_table("revocation")
