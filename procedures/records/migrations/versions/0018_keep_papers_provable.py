"""Keep issued papers provable: each edition of a file with what its newest time stamp rests on."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0018"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "paper_stamp",
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column(
            "ordinal",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="0 as issued, 1 for the first renewal",
        ),
        sa.Column("sha256", sa.String(), nullable=False, comment="the file with this stamp"),
        sa.Column("before_sha256", sa.String(), nullable=True, comment="the file that it renewed"),
        sa.Column(
            "stamped_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="as the time authority says",
        ),
        sa.Column("stamper", sa.String(), nullable=False, comment="whom its certificate names"),
        sa.Column("certificate_sha256", sa.String(), nullable=False),
        sa.Column("certificate_ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "algorithms",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="as the algorithm policy names them",
        ),
        sa.Column("reason", sa.String(), nullable=False, comment="issued, or why it was renewed"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ordinal >= 0", name=op.f("ck_paper_stamp_ordinal")),
        sa.CheckConstraint(
            "(ordinal = 0) = (before_sha256 IS NULL)", name=op.f("ck_paper_stamp_before")
        ),
        sa.CheckConstraint("before_sha256 <> sha256", name=op.f("ck_paper_stamp_renewed")),
        sa.CheckConstraint(
            "reason IN ('issued', 'unstamped', 'certificate', 'algorithm')",
            name=op.f("ck_paper_stamp_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper.id"], name=op.f("fk_paper_stamp_paper_id_paper")
        ),
        sa.PrimaryKeyConstraint("paper_id", "ordinal", name=op.f("pk_paper_stamp")),
        sa.UniqueConstraint("sha256", name=op.f("uq_paper_stamp_sha256")),
    )
    op.create_index("ix_paper_stamp_certificate_ends", "paper_stamp", ["certificate_ends"])
    op.execute(
        "CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON paper_stamp "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER keep_table BEFORE TRUNCATE ON paper_stamp "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    op.drop_table("paper_stamp")
