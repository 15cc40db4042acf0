"""Keep the evidence of checks provable: each edition with what its newest time stamp rests on."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FIRST = ("0 as issued, 1 for the first renewal", "0 as it was first, 1 for the first renewal")
WHY = ("issued, or why it was renewed", "how it came to be, or why it was renewed")


def upgrade() -> None:
    _say_of_papers(0, 1)
    op.create_table(
        "evidence_stamp",
        sa.Column(
            "evidence",
            sa.String(),
            nullable=False,
            comment="its SHA-256 as it was first, by which the declaration names it",
        ),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False, comment=FIRST[1]),
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
        sa.Column("reason", sa.String(), nullable=False, comment=WHY[1]),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ordinal >= 0", name=op.f("ck_evidence_stamp_ordinal")),
        sa.CheckConstraint(
            "(ordinal = 0) = (before_sha256 IS NULL)", name=op.f("ck_evidence_stamp_before")
        ),
        sa.CheckConstraint("before_sha256 <> sha256", name=op.f("ck_evidence_stamp_renewed")),
        sa.CheckConstraint(
            "reason IN ('checked', 'unstamped', 'certificate', 'algorithm')",
            name=op.f("ck_evidence_stamp_reason"),
        ),
        sa.PrimaryKeyConstraint("evidence", "ordinal", name=op.f("pk_evidence_stamp")),
        sa.UniqueConstraint("sha256", name=op.f("uq_evidence_stamp_sha256")),
    )
    op.create_index("ix_evidence_stamp_certificate_ends", "evidence_stamp", ["certificate_ends"])
    op.execute(
        "CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON evidence_stamp "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER keep_table BEFORE TRUNCATE ON evidence_stamp "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.create_index("ix_declaration_evidence_sha256", "declaration", ["evidence_sha256"])


def downgrade() -> None:
    op.drop_index("ix_declaration_evidence_sha256", "declaration")
    op.drop_table("evidence_stamp")
    _say_of_papers(1, 0)


def _say_of_papers(then: int, now: int) -> None:
    for column, words in (("ordinal", FIRST), ("reason", WHY)):
        op.alter_column("paper_stamp", column, comment=words[now], existing_comment=words[then])
