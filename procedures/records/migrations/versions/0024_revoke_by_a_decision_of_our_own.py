"""Let the system draw up the decision that revokes a paper, and say whose leaders decide it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ENDINGS = "ending IN ('revoked', 'revoked_on_paper', 'replaced')"
OLD_ENDINGS = "ending IN ('revoked', 'replaced')"
BY_DECISION = (
    "{ending} OR decided_at IS NULL OR (decision_number <> '' AND decision_date IS NOT NULL)"
)


def upgrade() -> None:
    """What was typed so far stays what it was: a decision made on paper elsewhere."""
    _drop_checks("replacement")
    op.execute("UPDATE revocation SET ending = 'revoked_on_paper' WHERE ending = 'revoked'")
    _rename("replacement", "instrument")
    op.alter_column(
        "revocation", "instrument_id", comment="the decision that revokes it, or its replacement"
    )
    _check("ending", ENDINGS)
    _check("by_decision", BY_DECISION.format(ending="ending = 'replaced'"))
    _check("instrument", "(ending <> 'revoked_on_paper') = (instrument_id IS NOT NULL)")
    op.add_column(
        "revocation",
        sa.Column(
            "unit_id",
            sa.Integer(),
            nullable=True,
            comment="whose leaders decide it, or the unit that came after",
        ),
    )
    op.execute(
        "UPDATE revocation SET unit_id = paper.unit_id FROM paper"
        " WHERE paper.id = revocation.paper_id"
    )
    op.alter_column("revocation", "unit_id", nullable=False)
    op.add_column(
        "revocation",
        sa.Column(
            "reopens",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="whether the dossier is handled on once the paper has ended",
        ),
    )
    op.alter_column("revocation", "reopens", server_default=None)
    op.create_foreign_key(
        op.f("fk_revocation_unit_id_unit"), "revocation", "unit", ["unit_id"], ["id"]
    )


def downgrade() -> None:
    """The decision keeps its number and date; that it is a paper here is no longer said."""
    op.drop_column("revocation", "reopens")
    op.drop_column("revocation", "unit_id")
    _drop_checks("instrument")
    op.execute("UPDATE revocation SET instrument_id = NULL WHERE ending = 'revoked'")
    op.execute("UPDATE revocation SET ending = 'revoked' WHERE ending = 'revoked_on_paper'")
    op.alter_column("revocation", "instrument_id", comment=None)
    _rename("instrument", "replacement")
    _check("ending", OLD_ENDINGS)
    _check("by_decision", BY_DECISION.format(ending="ending <> 'revoked'"))
    _check("replacement", "(ending = 'replaced') = (replacement_id IS NOT NULL)")


def _drop_checks(of: str) -> None:
    for name in ("ending", "by_decision", of):
        op.drop_constraint(op.f(f"ck_revocation_{name}"), "revocation", type_="check")


def _check(name: str, condition: str) -> None:
    op.create_check_constraint(op.f(f"ck_revocation_{name}"), "revocation", condition)


def _rename(old: str, new: str) -> None:
    op.alter_column("revocation", f"{old}_id", new_column_name=f"{new}_id")
    op.execute(
        f"ALTER TABLE revocation RENAME CONSTRAINT fk_revocation_{old}_id_paper"
        f" TO fk_revocation_{new}_id_paper"
    )
    op.execute(f"ALTER INDEX ix_revocation_{old}_id RENAME TO ix_revocation_{new}_id")
