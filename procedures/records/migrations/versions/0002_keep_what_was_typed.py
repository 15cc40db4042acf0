"""Keep what was typed on a draft's pages that are not valid yet."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "draft",
        sa.Column(
            "typed",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            server_default=sa.text("'{}'::jsonb"),
            comment="inputs as typed, by page, of pages that are not valid yet",
        ),
    )
    op.alter_column("draft", "typed", server_default=None)


def downgrade() -> None:
    op.drop_column("draft", "typed")
