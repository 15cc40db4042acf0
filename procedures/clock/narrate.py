"""The steps that tell a run: days left out, days worked extra, ends that were moved."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import groupby

from procedures.clock.count import Run, is_after_cutoff
from procedures.clock.moments import on
from procedures.clock.steps import Measure, Step, StepKind
from procedures.clock.terms import CALENDAR_UNITS, TermUnit, TimeLimit
from procedures.clock.working_calendar import ONE_DAY, DayRule, WorkingCalendar


def tell_reception(
    received: datetime, start: datetime, limit: TimeLimit, calendar: WorkingCalendar
) -> Iterator[Step]:
    """From the minute of reception to the start of the count."""
    yield Step(StepKind.RECEIVED, received)
    if start != received:
        closed = days_off(calendar, received.date(), start.date())
        yield Step(StepKind.OPENED, received, start, note=reasons(calendar, closed))
    if is_after_cutoff(start, limit):
        yield Step(StepKind.CUTOFF, on(start.date(), limit.cutoff))


def tell_term(run: Run, limit: TimeLimit, calendar: WorkingCalendar) -> Iterator[Step]:
    """A whole term, from its start to its end."""
    calendar_unit = limit.unit in CALENDAR_UNITS
    until = _end_of(run.nominal) if calendar_unit else run.ends
    yield Step(StepKind.TERM, run.started, until, limit.value, Measure(limit.unit.value))
    if limit.unit is TermUnit.MONTH and run.nominal.day != run.started.day:
        yield Step(StepKind.CLIPPED, run.started, until, run.started.day)
    yield from tell_days(run, limit, calendar)


def tell_days(run: Run, limit: TimeLimit, calendar: WorkingCalendar) -> Iterator[Step]:
    """What the calendar did to the run: the move of its end, or the days it did not count."""
    if limit.unit in CALENDAR_UNITS:
        yield from _tell_move(run, calendar)
    else:
        yield from _tell_left_out(run, calendar)


def days_off(calendar: WorkingCalendar, first: date, last: date) -> tuple[date, ...]:
    """The days off from `first` to `last`, both included."""
    return tuple(day for day in _days(first, last) if not calendar.is_working(day))


def reasons(calendar: WorkingCalendar, days: Iterable[date]) -> dict[str, str]:
    """Why `days` have their rules, each reason once; empty when the week alone says so."""
    rules = [rule for day in days if (rule := calendar.days.get(day))]
    notes = {
        "vi": _joined(_cited(rule, rule.reason) for rule in rules),
        "en": _joined(_cited(rule, rule.reason_en or rule.reason) for rule in rules),
    }
    return notes if notes["vi"] else {}


def plain(text: str) -> Mapping[str, str]:
    """A note that a person wrote, the same in every language."""
    return {"vi": text, "en": text} if text else {}


def _tell_move(run: Run, calendar: WorkingCalendar) -> Iterator[Step]:
    moved = (run.ends.date() - run.nominal).days
    if moved:
        passed = days_off(calendar, run.nominal, run.ends.date())
        yield Step(
            StepKind.MOVED,
            _start_of(run.nominal),
            run.ends,
            moved,
            Measure.DAY,
            reasons(calendar, passed),
        )


def _tell_left_out(run: Run, calendar: WorkingCalendar) -> Iterator[Step]:
    first, last = run.started.date(), run.ends.date()
    weekly: list[date] = []
    for stretch in _stretches(days_off(calendar, first, last)):
        if note := reasons(calendar, stretch):
            yield _day_step(StepKind.OFF, stretch, note)
        else:
            weekly.extend(stretch)
    if weekly:
        yield _day_step(StepKind.WEEKLY_REST, weekly, {})
    for day in _days(first, last):
        if calendar.is_working(day) and calendar.is_weekly_rest(day):
            yield _day_step(StepKind.EXTRA_DAY, (day,), reasons(calendar, (day,)))


def _day_step(kind: StepKind, days: tuple[date, ...] | list[date], note: Mapping[str, str]) -> Step:
    return Step(kind, _start_of(days[0]), _start_of(days[-1]), len(days), Measure.DAY, note)


def _stretches(days: Iterable[date]) -> Iterator[tuple[date, ...]]:
    """Runs of days that follow one another."""
    for _, group in groupby(enumerate(days), key=lambda pair: pair[1].toordinal() - pair[0]):
        yield tuple(day for _, day in group)


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + offset * ONE_DAY


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(texts))


def _cited(rule: DayRule, reason: str) -> str:
    return f"{reason} ({rule.document})" if rule.document else reason


def _start_of(day: date) -> datetime:
    return on(day, time.min)


def _end_of(day: date) -> datetime:
    """The last minute of a calendar day, as the Civil Code counts it."""
    return on(day, time.min) + timedelta(days=1, minutes=-1)
