"""From records to the law of the clock: the only place that asks for a due date of a dossier."""

from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.clock import (
    ClockPolicy,
    DayRule,
    Due,
    Extension,
    Outcome,
    Pause,
    TimeLimit,
    WorkingCalendar,
    due,
    index_outcome,
    read_hours,
)
from procedures.lifecycle import Act
from procedures.records import CalendarVersion, Dossier, ExtensionRow, PauseRow
from procedures.records.base import Json


def newest_calendar(db: Session, code: str) -> CalendarVersion | None:
    """The version of a working calendar that counts what begins now."""
    return db.scalar(
        select(CalendarVersion)
        .where(CalendarVersion.code == code)
        .order_by(CalendarVersion.version.desc())
        .limit(1)
    )


def newer_calendar(db: Session, dossier: Dossier) -> CalendarVersion | None:
    """The newest version of the dossier's calendar, unless that is the one it is counted by."""
    now = db.get_one(CalendarVersion, dossier.calendar_version_id)
    newest = newest_calendar(db, now.code)
    return None if newest is now else newest


def calendar_from(row: CalendarVersion) -> WorkingCalendar:
    """The working calendar that a stored version describes."""
    return WorkingCalendar(
        code=row.code,
        version=row.version,
        week={int(day): read_hours(hours) for day, hours in row.week.items()},
        days={rule.day: rule for rule in map(_day_rule, row.days)},
    )


def _day_rule(item: Json) -> DayRule:
    hours = item.get("hours")
    return DayRule(
        day=date.fromisoformat(item["day"]),
        working=item["working"],
        reason=item["reason"],
        document=item["document"],
        hours=read_hours(hours) if hours is not None else None,
        reason_en=item["reason_en"],
    )


def limit_of(dossier: Dossier) -> TimeLimit:
    """The statutory time limit that the dossier was received under."""
    return TimeLimit(dossier.term_value, dossier.term_unit, time.fromisoformat(dossier.term_cutoff))


def calendar_of(db: Session, dossier: Dossier) -> WorkingCalendar:
    """The calendar version that the dossier's dates are counted by."""
    return calendar_from(db.get_one(CalendarVersion, dossier.calendar_version_id))


def pauses_of(db: Session, dossier: Dossier) -> tuple[Pause, ...]:
    """Every pause of the dossier, oldest first; the last may still be open."""
    rows = db.scalars(
        select(PauseRow).where(PauseRow.dossier_id == dossier.id).order_by(PauseRow.started_at)
    )
    return tuple(Pause(row.started_at, row.ended_at, row.reason) for row in rows)


def extension_of(db: Session, dossier: Dossier) -> ExtensionRow | None:
    """The one new promise, if it was made."""
    return db.scalar(select(ExtensionRow).where(ExtensionRow.dossier_id == dossier.id))


def events_of(db: Session, dossier: Dossier) -> tuple[Pause | Extension, ...]:
    """All that happened to the dossier's clock since its reception."""
    row = extension_of(db, dossier)
    made = (Extension(row.until, row.decided_at, row.reason),) if row else ()
    return (*pauses_of(db, dossier), *made)


def count(db: Session, dossier: Dossier) -> Due:
    """The due date from the dossier's events, its calendar version and its policy."""
    return _count(db, dossier, events_of(db, dossier), dossier.clock_policy)


def index_outcome_of(db: Session, dossier: Dossier) -> Outcome | None:
    """What index 2.1 of QĐ 766 says of a finished dossier; None of one that was never received."""
    if dossier.finished_at is None or dossier.received_at is None:
        return None
    events = events_of(db, dossier)
    requests = sum(
        isinstance(event, Pause) and event.reason == Act.ASK_SUPPLEMENT.value for event in events
    )
    by_index = _count(db, dossier, events, ClockPolicy.PAUSE).at
    return index_outcome(dossier.finished_at, by_index, requests) if by_index else None


def _count(
    db: Session, dossier: Dossier, events: tuple[Pause | Extension, ...], policy: ClockPolicy
) -> Due:
    assert dossier.received_at is not None
    return due(dossier.received_at, limit_of(dossier), calendar_of(db, dossier), events, policy)
