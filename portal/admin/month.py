"""A month of a working calendar as a grid: what kind of day each is, and why."""

from calendar import Calendar
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from procedures.clock import DayRule, Hours, WorkingCalendar

MONTHS = 12


class DayKind(StrEnum):
    """How a day looks in the grid."""

    WORK = "work"
    """An ordinary working day of the week."""
    REST = "rest"
    """A weekly day of rest."""
    OFF = "off"
    """A working day that was decided to be off."""
    HOLIDAY = "holiday"
    """A weekly day of rest that is a holiday too."""
    SWAPPED = "swapped"
    """A day of rest that is worked, in exchange."""
    HOURS = "hours"
    """A working day with hours of its own."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the grid."""

    day: date
    in_month: bool
    kind: DayKind
    rule: DayRule | None
    hours: Hours
    is_today: bool


@dataclass(frozen=True, slots=True)
class Spell:
    """Days on end that the same rule makes alike."""

    first: Cell
    last: Cell


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks from Monday to Sunday; `special` are the stretches of days that have a rule."""

    first: date
    weeks: tuple[tuple[Cell, ...], ...]

    @property
    def days(self) -> tuple[Cell, ...]:
        return tuple(cell for week in self.weeks for cell in week if cell.in_month)

    @property
    def special(self) -> tuple[Spell, ...]:
        spells: list[Spell] = []
        for before, cell in pairwise((None, *self.days)):
            if cell is None or cell.rule is None:
                continue
            if spells and before is not None and _alike(before.rule, cell.rule):
                spells[-1] = Spell(spells[-1].first, cell)
            else:
                spells.append(Spell(cell, cell))
        return tuple(spells)

    @property
    def working(self) -> int:
        """How many days are worked."""
        return sum(bool(cell.hours) for cell in self.days)

    def shifted(self, by: int) -> date:
        """The first day of another month."""
        year, month = divmod(self.first.year * MONTHS + self.first.month - 1 + by, MONTHS)
        return date(year, month + 1, 1)


def _alike(before: DayRule | None, rule: DayRule) -> bool:
    return before is not None and replace(before, day=rule.day) == rule


def month_of(calendar: WorkingCalendar, first: date, today: date) -> Month:
    """The month that begins on `first`."""
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return Month(
        first,
        tuple(tuple(_cell(calendar, day, first, today) for day in week) for week in weeks),
    )


def _cell(calendar: WorkingCalendar, day: date, first: date, today: date) -> Cell:
    return Cell(
        day=day,
        in_month=day.month == first.month,
        kind=kind_of(calendar, day),
        rule=calendar.days.get(day),
        hours=calendar.intervals(day),
        is_today=day == today,
    )


def kind_of(calendar: WorkingCalendar, day: date) -> DayKind:
    """What kind of day it is."""
    rest, rule = calendar.is_weekly_rest(day), calendar.days.get(day)
    if rule is None:
        return DayKind.REST if rest else DayKind.WORK
    if not rule.working:
        return DayKind.HOLIDAY if rest else DayKind.OFF
    if rest:
        return DayKind.SWAPPED
    return DayKind.WORK if rule.hours is None else DayKind.HOURS
