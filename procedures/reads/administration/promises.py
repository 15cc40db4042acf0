"""Which promised days another calendar would move; nothing moves by being asked."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.clock import ClockError, Pause, WorkingCalendar, due, on
from procedures.records import CalendarVersion, Dossier, PauseRow
from procedures.records.counting import limit_of

MOST_COUNTED = 400
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class MovedPromise:
    """A dossier by its code alone, with the due moment as promised and as it would be counted."""

    code: str
    before: datetime
    after: datetime


@dataclass(frozen=True, slots=True)
class Moves:
    """What would move. `whole` is false when there were more dossiers than are counted."""

    shown: tuple[MovedPromise, ...]
    moved: int
    counted: int
    whole: bool


def moved_promises(
    db: Session, after: Mapping[str, WorkingCalendar], days: Collection[date]
) -> Moves:
    """Count the open dossiers anew that are due on the first of the days or later."""
    dossiers = _open(db, list(after), on(min(days), time.min))
    pauses = _pauses(db, [dossier.id for dossier, _ in dossiers])
    moved = [
        promise
        for dossier, code in dossiers[:MOST_COUNTED]
        if (promise := _recount(dossier, pauses[dossier.id], after[code])) is not None
    ]
    return Moves(
        shown=tuple(moved[:MOST_SHOWN]),
        moved=len(moved),
        counted=min(len(dossiers), MOST_COUNTED),
        whole=len(dossiers) <= MOST_COUNTED,
    )


def _open(db: Session, codes: Sequence[str], since: datetime) -> Sequence[tuple[Dossier, str]]:
    rows = db.execute(
        select(Dossier, CalendarVersion.code)
        .join(CalendarVersion, CalendarVersion.id == Dossier.calendar_version_id)
        .where(
            Dossier.holder_unit_id.is_not(None),
            Dossier.finished_at.is_(None),
            Dossier.due_at >= since,
            CalendarVersion.code.in_(codes),
        )
        .order_by(Dossier.due_at, Dossier.id)
        .limit(MOST_COUNTED + 1)
    )
    return rows.all()


def _pauses(db: Session, dossiers: Sequence[UUID]) -> Mapping[UUID, list[Pause]]:
    rows = db.scalars(
        select(PauseRow).where(PauseRow.dossier_id.in_(dossiers)).order_by(PauseRow.started_at)
    )
    found: dict[UUID, list[Pause]] = defaultdict(list)
    for row in rows:
        found[row.dossier_id].append(Pause(row.started_at, row.ended_at, row.reason))
    return found


def _recount(
    dossier: Dossier, pauses: Sequence[Pause], calendar: WorkingCalendar
) -> MovedPromise | None:
    if dossier.received_at is None or dossier.due_at is None:
        return None
    try:
        at = due(dossier.received_at, limit_of(dossier), calendar, pauses, dossier.clock_policy).at
    except ClockError:
        return None
    if at is None or at == dossier.due_at:
        return None
    return MovedPromise(dossier.code, dossier.due_at, at)
