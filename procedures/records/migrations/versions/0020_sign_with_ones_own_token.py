"""Let a leader sign a paper outside, with a token of their own."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "outside_signing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False, comment="whose token"),
        sa.Column(
            "seen_version", sa.Integer(), nullable=False, comment="of the dossier, as it was read"
        ),
        sa.Column(
            "seen_sha256",
            sa.String(),
            nullable=False,
            comment="of the printed paper, as it was read",
        ),
        sa.Column(
            "served_sha256",
            sa.String(),
            nullable=False,
            comment="the same with the places to sign",
        ),
        sa.Column("signed_sha256", sa.String(), nullable=True),
        sa.Column("fetch_sha256", sa.String(), nullable=False),
        sa.Column("return_sha256", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "expires_at > created_at", name=op.f("ck_outside_signing_dates_in_order")
        ),
        sa.CheckConstraint(
            "(returned_at IS NULL) = (signed_sha256 IS NULL)",
            name=op.f("ck_outside_signing_returned_with_file"),
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper.id"], name=op.f("fk_outside_signing_paper_id_paper")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_outside_signing_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_signing")),
        sa.UniqueConstraint("fetch_sha256", name=op.f("uq_outside_signing_fetch_sha256")),
        sa.UniqueConstraint("return_sha256", name=op.f("uq_outside_signing_return_sha256")),
    )
    op.create_index("ix_outside_signing_paper_id", "outside_signing", ["paper_id"])
    op.add_column(
        "paper",
        sa.Column(
            "presigned_sha256",
            sa.String(),
            nullable=True,
            comment="signed by the leader outside; the worker only seals it",
        ),
    )


def downgrade() -> None:
    op.drop_column("paper", "presigned_sha256")
    op.drop_table("outside_signing")
