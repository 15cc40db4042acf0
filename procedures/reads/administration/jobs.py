"""Promised effects that wait or have failed: what they are, never what they say."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from procedures.effects import Queue
from procedures.reads.administration.holdings import bounded
from procedures.reads.administration.slices import Edge, cut
from procedures.records import Dossier, OutboxRow


@dataclass(frozen=True, slots=True)
class JobItem:
    """One effect of the outbox, with the code of its dossier and nothing else of it."""

    id: int
    effect: str
    queue: Queue
    attempts: int
    last_error: str
    created_at: datetime
    enqueued_at: datetime | None
    failed_at: datetime | None
    done_at: datetime | None
    dossier: str


@dataclass(frozen=True, slots=True)
class Jobs:
    """A slice of failed or of waiting effects, the oldest first."""

    items: tuple[JobItem, ...]
    previous: Edge | None
    next: Edge | None


@dataclass(frozen=True, slots=True)
class JobFigures:
    """How the outbox stands; both counted to a limit."""

    failed: int
    waiting: int
    oldest_waiting: datetime | None

    def is_slow(self, now: datetime, patience: timedelta) -> bool:
        """Whether something has been waiting for longer than work takes."""
        return self.oldest_waiting is not None and now - self.oldest_waiting > patience


def _failed() -> ColumnElement[bool]:
    return OutboxRow.done_at.is_(None) & OutboxRow.failed_at.is_not(None)


def _waiting() -> ColumnElement[bool]:
    return OutboxRow.done_at.is_(None) & OutboxRow.failed_at.is_(None)


def jobs(db: Session, *, failed: bool, edge: Edge | None = None) -> Jobs:
    """Failed effects, or those that wait for a worker."""
    query = _rows().where(_failed() if failed else _waiting())
    found = cut(db, query, OutboxRow.id, edge)
    return Jobs(tuple(JobItem(*tuple(row)[1:]) for row in found.rows), found.previous, found.next)


def job_item(db: Session, row_id: int) -> JobItem | None:
    """One effect, in whatever state."""
    row = db.execute(_rows().where(OutboxRow.id == row_id)).first()
    return JobItem(*tuple(row)[1:]) if row else None


def job_figures(db: Session) -> JobFigures:
    """How many failed, how many wait, and since when."""
    oldest = select(func.min(OutboxRow.created_at)).where(_waiting())
    row = db.execute(
        select(
            bounded(select(OutboxRow.id).where(_failed())),
            bounded(select(OutboxRow.id).where(_waiting())),
            oldest.scalar_subquery(),
        )
    ).one()
    return JobFigures(*row)


def _rows() -> Select[*tuple[Any, ...]]:
    return select(
        OutboxRow.id.label("key"),
        OutboxRow.id,
        OutboxRow.effect,
        OutboxRow.queue,
        OutboxRow.attempts,
        OutboxRow.last_error,
        OutboxRow.created_at,
        OutboxRow.enqueued_at,
        OutboxRow.failed_at,
        OutboxRow.done_at,
        func.coalesce(Dossier.code, ""),
    ).outerjoin(Dossier, Dossier.id == OutboxRow.dossier_id)
