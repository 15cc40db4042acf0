"""The working calendars as they stand, and the decisions that made them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from procedures.clock import DayRule, WorkingCalendar
from procedures.holidays import calendar_codes, calendar_name
from procedures.records import CalendarVersion, Person
from procedures.records.counting import calendar_from
from procedures.routing import Text

MOST_DECISIONS = 20


@dataclass(frozen=True, slots=True)
class CalendarSheet:
    """A calendar in its newest version."""

    name: Text
    calendar: WorkingCalendar

    @property
    def code(self) -> str:
        return self.calendar.code

    @property
    def version(self) -> int:
        return self.calendar.version


@dataclass(frozen=True, slots=True)
class DecisionItem:
    """One version of a calendar: the document behind it, and the days that it changed."""

    version: int
    document: str
    at: datetime
    by: str
    set_days: tuple[DayRule, ...]
    cleared: tuple[date, ...]


def calendars(db: Session) -> tuple[CalendarSheet, ...]:
    """Every calendar, the shipped ones first."""
    rows = db.scalars(
        select(CalendarVersion)
        .ext(distinct_on(CalendarVersion.code))
        .order_by(CalendarVersion.code, CalendarVersion.version.desc())
    )
    return tuple(CalendarSheet(name_of(row.code), calendar_from(row)) for row in rows)


def calendar_sheet(db: Session, code: str) -> CalendarSheet | None:
    """The calendar with that code."""
    return next((sheet for sheet in calendars(db) if sheet.code == code), None)


def name_of(code: str) -> Text:
    """What the calendar is called; its code where nobody has named it."""
    if code in calendar_codes():
        return calendar_name(code)
    return {"vi": code, "en": code}


def decisions(db: Session, code: str) -> tuple[DecisionItem, ...]:
    """The newest decisions first, the seed among them when the list reaches it."""
    rows = db.execute(
        select(CalendarVersion, Person.full_name)
        .outerjoin(Person, Person.id == CalendarVersion.created_by)
        .where(CalendarVersion.code == code)
        .order_by(CalendarVersion.version.desc())
        .limit(MOST_DECISIONS + 1)
    )
    versions = [(row, by or "", calendar_from(row)) for row, by in rows]
    return tuple(_items(versions))


def _items(
    versions: Sequence[tuple[CalendarVersion, str, WorkingCalendar]],
) -> Iterable[DecisionItem]:
    for place, (row, by, calendar) in enumerate(versions[:MOST_DECISIONS]):
        before = versions[place + 1][2].days if place + 1 < len(versions) else None
        if before is None:
            yield DecisionItem(row.version, row.document, row.created_at, by, (), ())
            continue
        changed = [rule for day, rule in calendar.days.items() if before.get(day) != rule]
        yield DecisionItem(
            version=row.version,
            document=row.document,
            at=row.created_at,
            by=by,
            set_days=tuple(sorted(changed, key=lambda rule: rule.day)),
            cleared=tuple(sorted(set(before) - set(calendar.days))),
        )


def is_decided(calendar: WorkingCalendar, year: int) -> bool:
    """Whether any document has decided days of the year; what a library guesses is no decision."""
    return any(rule.document for day, rule in calendar.days.items() if day.year == year)
