"""Give exports a queue of their own, so that no paper waits behind a long register."""

from collections.abc import Sequence

from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BEFORE = "queue IN ('papers', 'notices')"
SINCE = "queue IN ('papers', 'notices', 'exports')"


def upgrade() -> None:
    op.drop_constraint(op.f("ck_outbox_queue"), "outbox", type_="check")
    op.create_check_constraint(op.f("ck_outbox_queue"), "outbox", SINCE)
    op.execute("UPDATE outbox SET queue = 'exports' WHERE effect = 'MakeExport'")


def downgrade() -> None:
    op.execute("UPDATE outbox SET queue = 'papers' WHERE queue = 'exports'")
    op.drop_constraint(op.f("ck_outbox_queue"), "outbox", type_="check")
    op.create_check_constraint(op.f("ck_outbox_queue"), "outbox", BEFORE)
