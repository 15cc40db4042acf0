"""Which promised dates a changed calendar would move: counted anew, told, and moved by nobody."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from procedures.clock import ClockError, Event, Extension, Pause, WorkingCalendar, due
from procedures.lifecycle import State
from procedures.records import CalendarVersion, Dossier, ExtensionRow, PauseRow, UnitRow
from procedures.records.counting import calendar_from, limit_of
from procedures.routing import Text

PAGE = 25
LOOKED_AT = 500
"""Dossiers counted anew for one page; a longer list goes on where this one ended."""
RUNNING = (State.RECEIVED, State.IN_PROGRESS, State.PROPOSED)

Place = tuple[datetime, UUID]
"""The last row that was looked at: its due moment and its id."""

_Newer = aliased(CalendarVersion)


@dataclass(frozen=True, slots=True)
class MovedDate:
    """A promise and what it would be. `refused` says why the new calendar cannot count it."""

    id: UUID
    version: int
    code: str
    unit: Text
    before: datetime
    after: datetime | None
    refused: ClockError | None


@dataclass(frozen=True, slots=True)
class MovedDates:
    """One page. `next` is the place to go on from, none when everything was looked at."""

    rows: tuple[MovedDate, ...]
    next: Place | None


def moved_dates(
    db: Session,
    *,
    code: str | None = None,
    desks: Collection[int] | None = None,
    after: Place | None = None,
) -> MovedDates:
    """Running dossiers of a calendar, or of some desks, whose date the newest version moves."""
    rows = db.execute(_candidates(code, desks, after)).all()
    dossiers = [dossier for dossier, _unit in rows]
    calendars = _newest(db, {dossier.calendar_version_id for dossier in dossiers})
    events = _events(db, [dossier.id for dossier in dossiers])
    found: list[MovedDate] = []
    for dossier, unit in rows:
        moved = _counted(
            dossier, unit, calendars[dossier.calendar_version_id], events.get(dossier.id, ())
        )
        if moved is not None:
            found.append(moved)
        if len(found) == PAGE:
            return MovedDates(tuple(found), _place(dossier))
    more = _place(dossiers[-1]) if len(rows) == LOOKED_AT else None
    return MovedDates(tuple(found), more)


def _place(dossier: Dossier) -> Place:
    assert dossier.due_at is not None
    return dossier.due_at, dossier.id


def _candidates(
    code: str | None, desks: Collection[int] | None, after: Place | None
) -> Select[Dossier, Text]:
    query = (
        select(Dossier, UnitRow.name)
        .join(UnitRow, UnitRow.id == Dossier.desk_unit_id)
        .join(CalendarVersion, CalendarVersion.id == Dossier.calendar_version_id)
        .where(
            Dossier.state.in_(RUNNING),
            Dossier.due_at.is_not(None),
            select(_Newer.id)
            .where(_Newer.code == CalendarVersion.code, _Newer.version > CalendarVersion.version)
            .exists(),
        )
        .order_by(Dossier.due_at, Dossier.id)
        .limit(LOOKED_AT)
    )
    if code is not None:
        query = query.where(CalendarVersion.code == code)
    if desks is not None:
        query = query.where(Dossier.desk_unit_id.in_(desks))
    if after is not None:
        at, key = after
        query = query.where(or_(Dossier.due_at > at, and_(Dossier.due_at == at, Dossier.id > key)))
    return query


def _newest(db: Session, version_ids: Collection[int]) -> Mapping[int, WorkingCalendar]:
    """The newest calendar in place of each of those versions."""
    rows = db.execute(
        select(CalendarVersion.id, _Newer)
        .join(_Newer, _Newer.code == CalendarVersion.code)
        .where(CalendarVersion.id.in_(version_ids))
        .order_by(_Newer.version)
    )
    last = dict(rows.all())
    made = {row.id: calendar_from(row) for row in last.values()}
    return {version_id: made[row.id] for version_id, row in last.items()}


def _events(db: Session, ids: Collection[UUID]) -> Mapping[UUID, tuple[Event, ...]]:
    found: dict[UUID, tuple[Event, ...]] = {}
    for key, event in _all_events(db, ids):
        found[key] = (*found.get(key, ()), event)
    return found


def _all_events(db: Session, ids: Collection[UUID]) -> Iterator[tuple[UUID, Event]]:
    pauses = select(PauseRow).where(PauseRow.dossier_id.in_(ids)).order_by(PauseRow.started_at)
    for row in db.scalars(pauses):
        yield row.dossier_id, Pause(row.started_at, row.ended_at, row.reason)
    for made in db.scalars(select(ExtensionRow).where(ExtensionRow.dossier_id.in_(ids))):
        yield made.dossier_id, Extension(made.until, made.decided_at, made.reason)


def _counted(
    dossier: Dossier, unit: Text, calendar: WorkingCalendar, events: tuple[Event, ...]
) -> MovedDate | None:
    assert dossier.received_at is not None
    assert dossier.due_at is not None
    refused: ClockError | None = None
    after: datetime | None = None
    try:
        after = due(
            dossier.received_at, limit_of(dossier), calendar, events, dossier.clock_policy
        ).at
    except ClockError as refusal:
        refused = refusal
    if after == dossier.due_at:
        return None
    return MovedDate(
        dossier.id, dossier.version, dossier.code, unit, dossier.due_at, after, refused
    )
