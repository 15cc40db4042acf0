"""Tell at the end of a dossier what index 2.1 of QĐ 766/QĐ-TTg makes of it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """What had ended before is told by its promised date and its requests."""
    op.add_column(
        "dossier",
        sa.Column(
            "index_outcome",
            sa.Enum(
                "early",
                "on_time",
                "late",
                name="index_outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
            comment="index 2.1 of QĐ 766, told at the end",
        ),
    )
    op.create_check_constraint(
        "index_when_finished", "dossier", "index_outcome IS NULL OR finished_at IS NOT NULL"
    )
    op.execute(
        """
        UPDATE dossier SET index_outcome = CASE
            WHEN (SELECT count(*) FROM pause WHERE pause.dossier_id = dossier.id
                  AND pause.reason = 'ask_supplement') > 1 THEN 'late'
            WHEN date_trunc('minute', finished_at) > due_at THEN 'late'
            WHEN (finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
               = (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date THEN 'on_time'
            ELSE 'early' END
        WHERE finished_at IS NOT NULL AND due_at IS NOT NULL
        """
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_dossier_index_when_finished"), "dossier")
    op.drop_column("dossier", "index_outcome")
