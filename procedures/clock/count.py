"""One uninterrupted run of a term, by the rule of its unit.

The day of reception does not count and a calendar term that ends on a day off ends on the next
working day (Bộ luật Dân sự 2015, Điều 147 and 148); working terms count open time only.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from procedures.clock.terms import TermUnit, TimeLimit
from procedures.clock.working_calendar import WorkingCalendar

MONTHS: Final = 12
MINUTES: Final = 60


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of running clock; `nominal` is its last day before any move off a day of rest."""

    started: datetime
    nominal: date
    ends: datetime


def count(start: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> Run:
    """The run of the whole of `limit` from `start`."""
    return _RULES[limit.unit](start, limit, calendar)


def same_day_of(day: date, months: int) -> date:
    """The day of the same number `months` on, else the last day of that month."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def ends_on(started: datetime, nominal: date, calendar: WorkingCalendar) -> Run:
    """A run that ends at the close of `nominal`, or of the first working day after it."""
    return Run(started, nominal, calendar.closing(calendar.working_day_from(nominal)))


def is_after_cutoff(start: datetime, limit: TimeLimit) -> bool:
    """Whether a same-day term has to wait for the next working day."""
    return limit.unit is TermUnit.SAME_DAY and start.time() >= limit.cutoff


def _working_hours(start: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> Run:
    ends = calendar.add(start, limit.value * MINUTES)
    return Run(start, ends.date(), ends)


def _working_days(start: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> Run:
    return ends_on(start, calendar.following_working_day(start.date(), limit.value), calendar)


def _days(start: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> Run:
    return ends_on(start, start.date() + timedelta(days=limit.value), calendar)


def _months(start: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> Run:
    return ends_on(start, same_day_of(start.date(), limit.value), calendar)


def _same_day(start: datetime, limit: TimeLimit, calendar: WorkingCalendar) -> Run:
    day = start.date()
    if is_after_cutoff(start, limit):
        day = calendar.following_working_day(day)
    return ends_on(start, day, calendar)


_RULES: Final[Mapping[TermUnit, Callable[[datetime, TimeLimit, WorkingCalendar], Run]]] = (
    MappingProxyType(
        {
            TermUnit.WORKING_HOUR: _working_hours,
            TermUnit.WORKING_DAY: _working_days,
            TermUnit.DAY: _days,
            TermUnit.MONTH: _months,
            TermUnit.SAME_DAY: _same_day,
        }
    )
)
