"""Keep what the verdict on a signed declaration rests on, and which file a signing finished."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "declaration",
        sa.Column(
            "evidence_sha256",
            sa.String(),
            nullable=True,
            comment="what that verdict rested on, as a file; the ledger names it, too",
        ),
    )
    op.alter_column(
        "declaration",
        "verdict",
        comment="outcome, reason, signatures, time of the validation, time that is proven",
        existing_comment="outcome, reason, signatures and time of the validation",
    )
    op.create_check_constraint(
        op.f("ck_declaration_evidence"),
        "declaration",
        "evidence_sha256 IS NULL OR verdict IS NOT NULL",
    )
    op.add_column(
        "signing",
        sa.Column(
            "finished_sha256",
            sa.String(),
            nullable=True,
            comment="the file with the signature in it, as yet without a time stamp",
        ),
    )
    # Whoever asks citizens' authorities is from now on another worker than makes papers.
    _let_wait("papers", "signings")


def downgrade() -> None:
    _let_wait("signings", "papers")
    op.drop_column("signing", "finished_sha256")
    op.drop_constraint(op.f("ck_declaration_evidence"), "declaration")
    op.alter_column(
        "declaration",
        "verdict",
        comment="outcome, reason, signatures and time of the validation",
        existing_comment="outcome, reason, signatures, time of the validation, time that is proven",
    )
    op.drop_column("declaration", "evidence_sha256")


def _let_wait(then: str, now: str) -> None:
    waiting = sa.text(
        "UPDATE outbox SET queue = :now, enqueued_at = NULL "
        "WHERE effect = 'CheckSignature' AND queue = :then AND done_at IS NULL"
    )
    op.execute(waiting.bindparams(now=now, then=then))
