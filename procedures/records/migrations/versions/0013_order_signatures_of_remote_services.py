"""Order signatures of remote signing services, and ask those from a queue of their own."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OPEN = "state IN ('seeking', 'prepared', 'asked')"
BEFORE = "queue IN ('papers', 'notices', 'exports')"
SINCE = "queue IN ('papers', 'notices', 'exports', 'signings')"
STATES = (
    "seeking",
    "prepared",
    "asked",
    "done",
    "refused",
    "timed_out",
    "failed",
    "cancelled",
)


def upgrade() -> None:
    op.drop_constraint(op.f("ck_outbox_queue"), "outbox", type_="check")
    op.create_check_constraint(op.f("ck_outbox_queue"), "outbox", SINCE)
    op.create_table(
        "signature_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("declaration_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False, comment="who signs"),
        sa.Column(
            "provider",
            sa.String(),
            nullable=False,
            comment="code of the service, as the settings name it",
        ),
        sa.Column(
            "code", sa.String(), nullable=False, comment="shown by the portal and on the phone"
        ),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="state", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("signing_id", sa.Uuid(), nullable=True),
        sa.Column(
            "credential",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="id, signs, confirms at the service",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "expires_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="until when the person is told to confirm",
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "reason", sa.String(), nullable=False, comment="msgid for the person, why it failed"
        ),
        sa.Column(
            "facts",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="what fills the reason's places",
        ),
        sa.CheckConstraint(
            f"state IN ({', '.join(repr(state) for state in STATES)})",
            name=op.f("ck_signature_order_state"),
        ),
        sa.CheckConstraint(
            f"({OPEN}) = (ended_at IS NULL)", name=op.f("ck_signature_order_ended_or_open")
        ),
        sa.CheckConstraint(
            "state NOT IN ('prepared', 'asked', 'done') OR signing_id IS NOT NULL",
            name=op.f("ck_signature_order_prepared"),
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["declaration.id"],
            name=op.f("fk_signature_order_declaration_id_declaration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_signature_order_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["signing_id"],
            ["signing.id"],
            name=op.f("fk_signature_order_signing_id_signing"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature_order")),
    )
    op.create_index(
        "ix_signature_order_declaration_id", "signature_order", ["declaration_id", "created_at"]
    )
    op.create_index(
        "ix_signature_order_expires_at",
        "signature_order",
        ["expires_at"],
        postgresql_where=sa.text(OPEN),
    )
    op.create_index(
        "uq_signature_order_open",
        "signature_order",
        ["declaration_id", "person_id"],
        unique=True,
        postgresql_where=sa.text(OPEN),
    )


def downgrade() -> None:
    """Orders under way are forgotten: the declarations themselves stay as they are."""
    op.execute("DELETE FROM outbox WHERE queue = 'signings'")
    op.drop_table("signature_order")
    op.drop_constraint(op.f("ck_outbox_queue"), "outbox", type_="check")
    op.create_check_constraint(op.f("ck_outbox_queue"), "outbox", BEFORE)
