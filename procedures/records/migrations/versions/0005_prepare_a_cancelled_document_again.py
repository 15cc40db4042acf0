"""Let a document whose reorganisation was cancelled be prepared again."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.drop_constraint("uq_reorganisation_document", "reorganisation", type_="unique")
    op.create_index(
        "uq_reorganisation_document",
        "reorganisation",
        ["document"],
        unique=True,
        postgresql_where=sa.text("state <> 'cancelled'"),
    )


def downgrade() -> None:
    op.drop_index("uq_reorganisation_document", table_name="reorganisation")
    op.create_unique_constraint("uq_reorganisation_document", "reorganisation", ["document"])
