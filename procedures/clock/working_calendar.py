"""When an office works: weekly hours, then dated rules that an administrator decides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final

from procedures.clock.hours import Hours, check_hours
from procedures.clock.moments import moment, on
from procedures.clock.refusals import ClockError, NoWorkingDay
from procedures.errors import N_

ONE_DAY: Final = timedelta(days=1)
YEAR: Final = 366
"""How many days off in a row are looked through before the calendar counts as empty."""


@dataclass(frozen=True, slots=True)
class DayRule:
    """What was decided for one date, and by which document.

    A working day without hours of its own has the ordinary hours of the calendar.
    """

    day: date
    working: bool
    reason: str
    document: str = ""
    hours: Hours | None = None
    reason_en: str = ""

    def __post_init__(self) -> None:
        if self.hours is not None and bool(check_hours(self.hours)) is not self.working:
            raise ClockError(
                N_("Ngày {day}: giờ làm việc không khớp với việc nghỉ hay làm."), day=self.day
            )


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which minutes are working time, for one unit and one version of its decisions.

    `week` maps 0 (Monday) to 6 (Sunday) to hours; a weekday it does not name is off.
    Intervals are half open: the minute of closing is already outside working time.
    """

    code: str
    version: int
    week: Mapping[int, Hours]
    days: Mapping[date, DayRule] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not set(self.week) <= set(range(7)):
            raise ClockError(N_("Lịch {code}: thứ trong tuần phải từ 0 đến 6."), code=self.code)
        if any(day != rule.day for day, rule in self.days.items()):
            raise ClockError(N_("Lịch {code}: quy định ghi sai ngày."), code=self.code)
        for hours in self.week.values():
            check_hours(hours)

    def intervals(self, day: date) -> Hours:
        """The open hours of `day`; empty on a day off."""
        rule = self.days.get(day)
        if rule is None:
            return self.week.get(day.weekday(), ())
        if not rule.working:
            return ()
        return rule.hours or self.week.get(day.weekday()) or self._ordinary_hours()

    def is_working(self, day: date) -> bool:
        """Whether the office opens on `day` at all."""
        return bool(self.intervals(day))

    def is_weekly_rest(self, day: date) -> bool:
        """Whether the week alone, without any decision, leaves `day` off."""
        return not self.week.get(day.weekday())

    def closing(self, day: date) -> datetime:
        """The close of hours of the working day `day`."""
        hours = self.intervals(day)
        if not hours:
            raise ClockError(N_("{day} không phải là ngày làm việc."), day=day)
        return on(day, hours[-1][1])

    def working_day_from(self, day: date) -> date:
        """`day` itself, or the first working day after it."""
        return next(self._working_days(day))

    def following_working_day(self, day: date, count: int = 1) -> date:
        """The `count`-th working day after `day`."""
        return next(islice(self._working_days(day + ONE_DAY), count - 1, None))

    def next_opening(self, at: datetime) -> datetime:
        """`at` itself when the office is open then, else when it next opens."""
        return next(start for start, _ in self._spans(moment(at)))

    def add(self, at: datetime, minutes: int) -> datetime:
        """The moment at which `minutes` of working time since `at` have passed.

        A time that fills the last minute of a day ends at its close, not at the next opening.
        """
        left = minutes
        spans = self._spans(moment(at))
        start, end = next(spans)
        while (length := _minutes(start, end)) < left:
            left -= length
            start, end = next(spans)
        return start + timedelta(minutes=left)

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Working minutes from `start` to `end`; negative when `end` comes first."""
        first, last = moment(start), moment(end)
        if last < first:
            return -self.minutes_between(end, start)
        days = (last.date() - first.date()).days + 1
        return sum(
            max(0, _minutes(max(opens, first), min(closes, last)))
            for offset in range(days)
            for opens, closes in self._spans_on(first.date() + offset * ONE_DAY)
        )

    def check_year(self, year: int) -> None:
        """Refuse the calendar when it leaves no working day in `year`."""
        first = date(year, 1, 1)
        length = (date(year + 1, 1, 1) - first).days
        if not any(self.is_working(first + offset * ONE_DAY) for offset in range(length)):
            raise self._empty_from(first)

    def _ordinary_hours(self) -> Hours:
        """Hours of the first weekday that has any, for a swapped working day."""
        for weekday in sorted(self.week):
            if self.week[weekday]:
                return self.week[weekday]
        raise ClockError(N_("Lịch {code} không có giờ làm việc thường lệ."), code=self.code)

    def _working_days(self, first: date) -> Iterator[date]:
        """Working days from `first` on; a year without any ends in a refusal."""
        day, idle = first, 0
        while idle < YEAR:
            if self.is_working(day):
                yield day
                idle = 0
            else:
                idle += 1
            day += ONE_DAY
        raise self._empty_from(day - YEAR * ONE_DAY)

    def _spans_on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        for opens, closes in self.intervals(day):
            yield on(day, opens), on(day, closes)

    def _spans(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Stretches of working time from `at` on, the first cut at `at`."""
        for day in self._working_days(at.date()):
            for opens, closes in self._spans_on(day):
                if at < closes:
                    yield max(opens, at), closes

    def _empty_from(self, day: date) -> NoWorkingDay:
        return NoWorkingDay(
            N_("Lịch {code} không có ngày làm việc nào trong một năm kể từ {day}."),
            code=self.code,
            day=day,
        )


def _minutes(start: datetime, end: datetime) -> int:
    return (end - start) // timedelta(minutes=1)
