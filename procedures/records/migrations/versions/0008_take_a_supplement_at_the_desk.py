"""Let a desk type the answer to a request beside the one that its applicant has begun online."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.drop_index("uq_draft_dossier_id", table_name="draft")
    op.create_index(
        "uq_draft_dossier_id",
        "draft",
        ["dossier_id"],
        unique=True,
        postgresql_where=sa.text("dossier_id IS NOT NULL AND entered_by IS NULL"),
    )
    op.create_index(
        "uq_draft_dossier_id_at_desk",
        "draft",
        ["dossier_id"],
        unique=True,
        postgresql_where=sa.text("dossier_id IS NOT NULL AND entered_by IS NOT NULL"),
    )


def downgrade() -> None:
    """What desks were typing goes: there was no place for it."""
    op.execute("DELETE FROM draft WHERE dossier_id IS NOT NULL AND entered_by IS NOT NULL")
    op.drop_index("uq_draft_dossier_id_at_desk", table_name="draft")
    op.drop_index("uq_draft_dossier_id", table_name="draft")
    op.create_index(
        "uq_draft_dossier_id",
        "draft",
        ["dossier_id"],
        unique=True,
        postgresql_where=sa.text("dossier_id IS NOT NULL"),
    )
