"""Reminding: officers hear of a leg before it is due and when it is late, their leaders after that.

The watch goes round every minute; a row of `reminder` for each leg, kind and due moment keeps it
from speaking twice, and lets it speak anew when the due moment has moved.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from procedures.acts.call import Call
from procedures.acts.outbox import promise
from procedures.clock import WorkingCalendar
from procedures.effects import Remind
from procedures.people import Role
from procedures.records import CalendarVersion, Leg, PostRow, Reminder, UnitRow
from procedures.records.counting import calendar_from
from procedures.records.directory import in_force
from procedures.routing import Function

AHEAD = 8 * 60
"""Minutes of working time before the due moment: one working day (a default, not law)."""
BEHIND = 8 * 60
"""Minutes of working time after it until the unit's leaders are told (a default, not law)."""
BATCH = 500


@dataclass(frozen=True, slots=True)
class _Watch:
    """What is looked for: the kind, and the due moments that it is about."""

    kind: str
    due: ColumnElement[bool]


def remind(call: Call) -> int:
    """Promise the letters that are due by now; how many legs they are about, `BATCH` a kind."""
    return sum(
        _remind(call, code, calendar) for code, calendar in _calendars(call.db, call.now).items()
    )


def _remind(call: Call, code: str, calendar: WorkingCalendar) -> int:
    told = 0
    for watch in _watches(call.now, calendar):
        for leg in call.db.scalars(_unspoken(watch, code)).all():
            if watch.kind == "escalated" and not _long_late(leg, call.now, calendar):
                continue
            _tell(call, leg, watch.kind)
            told += 1
    return told


def _watches(now: datetime, calendar: WorkingCalendar) -> Sequence[_Watch]:
    horizon = calendar.add(now, AHEAD)
    return (
        _Watch("soon", (Leg.due_at > now) & (Leg.due_at <= horizon)),
        _Watch("late", Leg.due_at <= now),
        _Watch("escalated", Leg.due_at <= now),
    )


def _long_late(leg: Leg, now: datetime, calendar: WorkingCalendar) -> bool:
    return leg.due_at is not None and calendar.minutes_between(leg.due_at, now) >= BEHIND


def _unspoken(watch: _Watch, code: str) -> Select[Leg]:
    """Open legs of units with that calendar, the longest due first, of which nothing was said."""
    said = select(Reminder.leg_id).where(
        Reminder.leg_id == Leg.id, Reminder.kind == watch.kind, Reminder.due_at == Leg.due_at
    )
    return (
        select(Leg)
        .join(UnitRow, UnitRow.id == Leg.unit_id)
        .where(
            Leg.opened_at.is_not(None),
            Leg.closed_at.is_(None),
            UnitRow.calendar_code == code,
            watch.due,
            ~said.exists(),
        )
        .order_by(Leg.due_at, Leg.id)
        .limit(BATCH)
    )


def _tell(call: Call, leg: Leg, kind: str) -> None:
    assert leg.due_at is not None
    desk = "yes" if leg.function in {Function.RECEPTION, Function.RETURN} else ""
    call.db.add(Reminder(leg_id=leg.id, kind=kind, due_at=leg.due_at, sent_at=call.now))
    for person_id in sorted(set(_listeners(call, leg, kind)), key=str):
        promise(call, Remind(person_id, leg.dossier_id, kind, desk=desk), leg.dossier_id)


def _listeners(call: Call, leg: Leg, kind: str) -> Iterator[UUID]:
    """The named officer, else the unit's handlers; those who lead the unit, or the one above."""
    if kind != "escalated":
        named = [leg.officer_id] if leg.officer_id else None
        yield from named or _holders(call, leg.unit_id, Role.HANDLER, Role.RECEIVER)
        return
    leaders = _holders(call, leg.unit_id, Role.LEADER)
    above = call.db.get_one(UnitRow, leg.unit_id).parent_id
    yield from leaders or (_holders(call, above, Role.LEADER) if above else ())


def _holders(call: Call, unit_id: int, *roles: Role) -> Sequence[UUID]:
    return call.db.scalars(
        select(PostRow.person_id).where(
            PostRow.unit_id == unit_id,
            PostRow.role.in_(roles),
            in_force(PostRow, call.today),
        )
    ).all()


def _calendars(db: Session, now: datetime) -> dict[str, WorkingCalendar]:
    """The newest version of each calendar."""
    rows = db.scalars(
        select(CalendarVersion)
        .where(CalendarVersion.created_at <= now)
        .order_by(CalendarVersion.code, CalendarVersion.version)
    )
    return {row.code: calendar_from(row) for row in rows}
