"""Whether work piles up: what waits in the outbox, and how many dossiers stand where.

Asked every few seconds, so nothing here grows with the tables: every count stops at a limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from procedures.lifecycle import State
from procedures.records import Dossier, OutboxRow

MOST_WAITING = 1000
MOST_OPEN = 20_000


@dataclass(frozen=True, slots=True)
class OutboxState:
    """Effects that wait for a worker, and those that wait for a person.

    At `MOST_WAITING` a count means "or more". `oldest_seconds` is None when nothing waits.
    """

    waiting: int
    oldest_seconds: float | None
    failed: int


@dataclass(frozen=True, slots=True)
class OpenDossiers:
    """Dossiers in somebody's hands by state; `capped` when there are more than were counted."""

    by_state: Mapping[State, int]
    capped: bool


def answers(db: Session) -> bool:
    """Whether the database takes a question."""
    return bool(db.scalar(text("SELECT 1")))


def outbox_state(db: Session, now: datetime) -> OutboxState:
    """One question on the partial index of what is not done."""
    undone = (
        select(OutboxRow.created_at, OutboxRow.failed_at)
        .where(OutboxRow.done_at.is_(None))
        .order_by(OutboxRow.enqueued_at, OutboxRow.id)
        .limit(2 * MOST_WAITING)
        .subquery()
    )
    waits = undone.c.failed_at.is_(None)
    waiting, oldest, failed = db.execute(
        select(
            func.count().filter(waits),
            func.min(undone.c.created_at).filter(waits),
            func.count().filter(~waits),
        ).select_from(undone)
    ).one()
    return OutboxState(
        waiting=min(waiting, MOST_WAITING),
        oldest_seconds=max(0.0, (now - oldest).total_seconds()) if oldest else None,
        failed=min(failed, MOST_WAITING),
    )


def open_dossiers(db: Session) -> OpenDossiers:
    """Open dossiers by state, of at most `MOST_OPEN`."""
    held = (
        select(Dossier.state)
        .where(Dossier.holder_unit_id.is_not(None))
        .limit(MOST_OPEN + 1)
        .subquery()
    )
    rows = db.execute(select(held.c.state, func.count()).group_by(held.c.state))
    by_state = {State(state): number for state, number in rows}
    return OpenDossiers(by_state, sum(by_state.values()) > MOST_OPEN)
