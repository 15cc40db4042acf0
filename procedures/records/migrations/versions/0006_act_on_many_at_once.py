"""Let officers act on many dossiers at once, each with an outcome of its own."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CUSTODY = "opened_at IS NOT NULL AND closed_at IS NULL AND NOT beside"


def upgrade() -> None:
    op.create_table(
        "bulk_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("room", sa.String(), nullable=False, comment="desk or office"),
        sa.Column("deed", sa.String(), nullable=False, comment="the act, by the word of its form"),
        sa.Column(
            "options",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="officer_id, note, taker: what the act asks for",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("room IN ('desk', 'office')", name=op.f("ck_bulk_run_room")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_bulk_run_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_run")),
    )
    op.create_index("ix_bulk_run_person_id", "bulk_run", ["person_id", "created_at"])
    op.create_table(
        "bulk_item",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("seen_version", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "done",
                "refused",
                "changed",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("words", sa.String(), nullable=False, comment="why not, as the officer was told"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(outcome IS NULL) = (at IS NULL)", name=op.f("ck_bulk_item_ended_once")
        ),
        sa.CheckConstraint("seen_version >= 1", name=op.f("ck_bulk_item_version_positive")),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_bulk_item_dossier_id_dossier")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["bulk_run.id"], name=op.f("fk_bulk_item_run_id_bulk_run")
        ),
        sa.PrimaryKeyConstraint("run_id", "ordinal", name=op.f("pk_bulk_item")),
    )
    op.create_index(
        "ix_bulk_item_waiting",
        "bulk_item",
        ["run_id", "ordinal"],
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_index(
        "ix_leg_custody_due",
        "leg",
        ["unit_id", "due_at", "dossier_id"],
        postgresql_where=sa.text(CUSTODY),
    )


def downgrade() -> None:
    op.drop_index("ix_leg_custody_due", table_name="leg")
    op.drop_table("bulk_item")
    op.drop_table("bulk_run")
