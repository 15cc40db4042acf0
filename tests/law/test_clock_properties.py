"""What holds for every term, every calendar and every order of events."""

import json
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from procedures.clock import (
    VIETNAM,
    ClockPolicy,
    DayRule,
    Due,
    Extension,
    Hours,
    Measure,
    Pause,
    Step,
    StepKind,
    TermUnit,
    TimeLimit,
    WorkingCalendar,
    due,
    explain,
    leg_dues,
    on,
    read_hours,
)
from tests.law.clock_samples import FULL_DAY, MORNING

FIRST = date(2026, 1, 1)
LONG_DAY: Hours = read_hours([["07:00", "12:00"], ["13:30", "18:15"]])
AFTERNOON: Hours = read_hours([["14:00", "17:00"]])
LONGEST = {
    TermUnit.WORKING_HOUR: 60,
    TermUnit.WORKING_DAY: 25,
    TermUnit.DAY: 45,
    TermUnit.MONTH: 5,
    TermUnit.SAME_DAY: 1,
}
CALENDAR_UNITS = {TermUnit.DAY, TermUnit.MONTH}
SPANS = {StepKind.TERM, StepKind.RESUMED, StepKind.RESTARTED}

hours = st.sampled_from([FULL_DAY, MORNING, LONG_DAY, AFTERNOON])
moments = st.integers(0, 200 * 24 * 60).map(
    lambda minutes: (
        datetime.combine(FIRST, datetime.min.time(), VIETNAM) + timedelta(minutes=minutes)
    )
)
policies = st.sampled_from(ClockPolicy)


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    """Weeks of one to seven days, with long holidays and worked days of rest."""
    week = draw(st.dictionaries(st.integers(0, 6), hours, min_size=1))
    days = draw(st.dictionaries(st.integers(0, 400), st.booleans(), max_size=25))
    rules = {
        (day := FIRST + timedelta(days=offset)): DayRule(
            day, working=working, reason="Quyết định", hours=FULL_DAY if working else None
        )
        for offset, working in days.items()
    }
    return WorkingCalendar("ngau-nhien", 1, week, rules)


@st.composite
def limits(draw: st.DrawFn) -> TimeLimit:
    unit = draw(st.sampled_from(TermUnit))
    return TimeLimit(draw(st.integers(1, LONGEST[unit])), unit)


@st.composite
def pauses_after(draw: st.DrawFn, received: datetime, *, most: int = 3) -> list[Pause]:
    """Closed pauses in order, none overlapping."""
    gaps = draw(st.lists(st.integers(0, 9 * 24 * 60), max_size=2 * most))
    ends = [received]
    for gap in gaps:
        ends.append(ends[-1] + timedelta(minutes=gap))
    return [Pause(*pair, "Chờ bổ sung") for pair in zip(ends[1::2], ends[2::2], strict=False)]


cases = st.tuples(calendars(), moments, limits(), policies).flatmap(
    lambda case: st.tuples(*map(st.just, case), pauses_after(case[1]))
)
Case = tuple[WorkingCalendar, datetime, TimeLimit, ClockPolicy, list[Pause]]


def _at(counted: Due) -> datetime:
    assert counted.at is not None
    return counted.at


@given(cases)
def test_never_due_on_a_day_off_nor_outside_hours(case: Case) -> None:
    calendar, received, limit, policy, stops = case
    at = _at(due(received, limit, calendar, stops, policy))
    open_hours = [(on(at.date(), a), on(at.date(), b)) for a, b in calendar.intervals(at.date())]
    assert any(opens <= at <= closes for opens, closes in open_hours)
    assert at > received or limit.unit is TermUnit.SAME_DAY


@given(cases)
def test_a_longer_term_is_never_due_earlier(case: Case) -> None:
    calendar, received, limit, policy, stops = case
    longer = TimeLimit(limit.value + 1, limit.unit)
    shorter_due = _at(due(received, limit, calendar, stops, policy))
    assert _at(due(received, longer, calendar, stops, policy)) >= shorter_due


@given(cases, st.integers(1, 5000))
def test_a_later_reception_is_never_due_earlier(case: Case, minutes: int) -> None:
    calendar, received, limit, _, _ = case
    later = received + timedelta(minutes=minutes)
    assert _at(due(later, limit, calendar)) >= _at(due(received, limit, calendar))


@given(cases)
def test_pausing_never_shortens(case: Case) -> None:
    calendar, received, limit, policy, stops = case
    dues = [
        _at(due(received, limit, calendar, stops[:count], policy))
        for count in range(len(stops) + 1)
    ]
    assert dues == sorted(dues)


@given(cases)
def test_a_longer_pause_is_never_due_earlier(case: Case) -> None:
    calendar, received, limit, policy, stops = case
    for stop in stops[-1:]:
        assert stop.end is not None
        longer = Pause(stop.start, stop.end + timedelta(hours=7), stop.reason)
        short = _at(due(received, limit, calendar, stops, policy))
        assert _at(due(received, limit, calendar, [*stops[:-1], longer], policy)) >= short


@given(cases)
def test_under_the_pause_policy_no_working_time_is_won_or_lost(case: Case) -> None:
    calendar, received, limit, _, stops = case
    if limit.unit in CALENDAR_UNITS:
        return
    first, last = _at(due(received, limit, calendar)), _at(due(received, limit, calendar, stops))
    worked = calendar.minutes_between(received, last)
    stood = sum(
        calendar.minutes_between(step.at, step.until)
        for step in due(received, limit, calendar, stops).trace
        if step.kind is StepKind.PAUSED and step.until is not None
    )
    assert worked - stood == calendar.minutes_between(received, first)


@given(cases)
def test_the_trace_sums_to_the_result(case: Case) -> None:
    calendar, received, limit, policy, stops = case
    counted = due(received, limit, calendar, stops, policy)
    trace = counted.trace
    assert (trace[0].kind, trace[0].at) == (StepKind.RECEIVED, received)
    assert (trace[-1].kind, trace[-1].at) == (StepKind.DUE, counted.at)
    told = _recount(received, calendar, trace)
    assert told == counted.at


def _recount(received: datetime, calendar: WorkingCalendar, trace: tuple[Step, ...]) -> datetime:
    """The due moment from nothing but the calendar and the steps that were told."""
    started, ends = received, received
    for step in trace:
        if step.kind is StepKind.OPENED and step.until:
            assert calendar.minutes_between(received, step.until) == 0
        if step.kind in SPANS and step.until and step.amount is not None and step.unit:
            started, ends = step.at, _end_of_span(calendar, step)
        if step.kind is StepKind.MOVED and step.until:
            assert not calendar.is_working(step.at.date())
            ends = step.until
        if step.kind is StepKind.PAUSED and step.unit is Measure.WORKING_MINUTE:
            assert calendar.minutes_between(max(step.at, started), ends) == step.amount
    return ends


def _end_of_span(calendar: WorkingCalendar, step: Step) -> datetime:
    """Where a span ends by its own start, amount and unit."""
    assert step.amount is not None
    assert step.until is not None
    if step.unit is Measure.WORKING_MINUTE:
        return calendar.add(step.at, step.amount)
    if step.unit is Measure.WORKING_HOUR:
        return calendar.add(step.at, step.amount * 60)
    first = step.at.date()
    if step.unit is Measure.WORKING_DAY:
        days = (step.until.date() - first).days
        passed = [first + timedelta(days=offset + 1) for offset in range(days)]
        assert sum(map(calendar.is_working, passed)) == step.amount
    if step.unit is Measure.DAY and step.kind is not StepKind.TERM:
        assert (step.until.date() - first).days >= step.amount
    return calendar.closing(calendar.working_day_from(step.until.date()))


@given(cases)
def test_the_days_that_the_trace_leaves_out_are_the_days_off(case: Case) -> None:
    calendar, received, limit, _, _ = case
    if limit.unit in CALENDAR_UNITS:
        return
    counted = due(received, limit, calendar)
    first = calendar.next_opening(received).date()
    span = (_at(counted).date() - first).days + 1
    off = sum(not calendar.is_working(first + timedelta(days=offset)) for offset in range(span))
    told = {StepKind.OFF, StepKind.WEEKLY_REST}
    assert sum(step.amount or 0 for step in counted.trace if step.kind in told) == off


@given(cases)
def test_recomputation_storage_and_telling_change_nothing(case: Case) -> None:
    calendar, received, limit, policy, stops = case
    counted = due(received, limit, calendar, stops, policy)
    assert due(received, limit, calendar, stops[::-1], policy) == counted
    assert Due.from_json(json.loads(json.dumps(counted.to_json()))) == counted
    assert TimeLimit.from_json(limit.to_json()) == limit
    assert len(explain(counted, "vi")) == len(explain(counted, "en")) == len(counted.trace)


@given(cases, st.lists(st.none() | limits(), min_size=1, max_size=5))
def test_the_legs_reconcile_with_the_whole(case: Case, legs: list[TimeLimit | None]) -> None:
    calendar, received, limit, policy, stops = case
    whole = _at(due(received, limit, calendar, stops, policy))
    dues = [one for one in leg_dues(received, legs, limit, calendar, stops, policy) if one]
    assert len(dues) == len(legs)
    assert dues == sorted(dues)
    assert dues[-1] == whole


@given(cases, st.integers(1, 30))
def test_an_extension_is_kept_to_the_day(case: Case, days: int) -> None:
    calendar, received, limit, _, _ = case
    promised = _at(due(received, limit, calendar))
    decided = promised - timedelta(days=1)
    if decided < received:
        return
    until = calendar.working_day_from(promised.date() + timedelta(days=days))
    grant = Extension(until, decided, "Cần thẩm tra thêm")
    assert _at(due(received, limit, calendar, [grant])) == calendar.closing(until)


@given(calendars(), moments, st.integers(0, 5000))
def test_adding_working_time_and_measuring_it_are_inverse(
    calendar: WorkingCalendar, start: datetime, minutes: int
) -> None:
    assert calendar.minutes_between(start, calendar.add(start, minutes)) == minutes
