"""Let a unit's register and an officer's own proposals be found among a million dossiers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index("ix_leg_register", "leg", ["unit_id", "opened_at", "id"])
    op.drop_index("ix_leg_unit_id", table_name="leg")
    op.create_index(
        "ix_decision_proposed",
        "decision",
        ["proposed_by", "dossier_id"],
        postgresql_where=sa.text("decided_at IS NULL AND sent_back_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_decision_proposed", table_name="decision")
    op.create_index("ix_leg_unit_id", "leg", ["unit_id"])
    op.drop_index("ix_leg_register", table_name="leg")
