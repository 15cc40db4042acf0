"""Let a told password open only its own change; let the desk find what waits to be completed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BEFORE = "state IN ('submitted', 'received', 'awaiting_payment', 'issued')"
AFTER = "state IN ('submitted', 'incomplete', 'received', 'awaiting_payment', 'issued')"


def upgrade() -> None:
    op.add_column(
        "account",
        sa.Column(
            "must_change",
            sa.Boolean(),
            nullable=False,
            server_default=sa.text("false"),
            comment="the password was made by an administrator: it opens only its own change",
        ),
    )
    op.alter_column("account", "must_change", server_default=None)
    _index(AFTER)


def downgrade() -> None:
    _index(BEFORE)
    op.drop_column("account", "must_change")


def _index(where: str) -> None:
    op.drop_index("ix_dossier_desk", table_name="dossier")
    op.create_index(
        "ix_dossier_desk",
        "dossier",
        ["desk_unit_id", "state", "submitted_at", "id"],
        postgresql_where=sa.text(where),
    )
