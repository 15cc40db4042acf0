"""The due moment: a pure function of the events, the term and one version of the calendar.

Where the decrees are silent, these readings hold. What is left at a pause is working time to the
minute for working units, and whole calendar days for `day` and `month`: the day of resumption, like
that of reception, is none of them. A pause that begins when the term has run out revives nothing,
under either policy. An extension is measured against the promise of its own day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from procedures.clock.count import Run, count, ends_on
from procedures.clock.events import Event, in_order
from procedures.clock.moments import moment
from procedures.clock.narrate import plain, tell_days, tell_reception, tell_term
from procedures.clock.refusals import ExtensionRefused
from procedures.clock.steps import Due, Measure, Step, StepKind
from procedures.clock.terms import CALENDAR_UNITS, ClockPolicy, Extension, Pause, TimeLimit
from procedures.clock.working_calendar import ONE_DAY, WorkingCalendar
from procedures.errors import N_


@dataclass(frozen=True, slots=True)
class _Clock:
    """What stays the same while the events of one dossier are read."""

    limit: TimeLimit
    calendar: WorkingCalendar
    policy: ClockPolicy


def due(
    received: datetime,
    limit: TimeLimit,
    calendar: WorkingCalendar,
    events: Sequence[Event] = (),
    policy: ClockPolicy = ClockPolicy.PAUSE,
) -> Due:
    """When the result is due, with the trace that proves it.

    Raises `PauseRefused`, `ExtensionRefused` or `NoWorkingDay`.
    """
    at = moment(received)
    clock = _Clock(limit, calendar, policy)
    start = calendar.next_opening(at)
    run = count(start, limit, calendar)
    trace = [*tell_reception(at, start, limit, calendar), *tell_term(run, limit, calendar)]
    for event in in_order(at, events):
        if isinstance(event, Extension):
            run, steps = _extend(run, event, calendar)
        else:
            steps = _stand_still(run, event, clock)
            if event.start < run.ends and event.end is None:
                return Due(None, (*trace, *steps))
            if event.start < run.ends and event.end is not None:
                run, more = _go_on(run, event.start, event.end, clock)
                steps = [*steps, *more]
        trace.extend(steps)
    return Due(run.ends, (*trace, Step(StepKind.DUE, run.ends)))


def _stand_still(run: Run, pause: Pause, clock: _Clock) -> list[Step]:
    """What the trace says of the pause itself: what was left of the term, or nothing."""
    note = plain(pause.reason)
    if pause.start >= run.ends:
        return [Step(StepKind.SPENT, pause.start, pause.end, note=note)]
    unit = Measure.DAY if clock.limit.unit in CALENDAR_UNITS else Measure.WORKING_MINUTE
    left = _left(run, pause.start, clock)
    return [Step(StepKind.PAUSED, pause.start, pause.end, left, unit, note)]


def _left(run: Run, start: datetime, clock: _Clock) -> int:
    """What is left of the run at `start`: calendar days, or minutes of working time."""
    since = max(start, run.started)
    if clock.limit.unit in CALENDAR_UNITS:
        return max(0, (run.nominal - since.date()).days)
    return clock.calendar.minutes_between(since, run.ends)


def _go_on(run: Run, start: datetime, end: datetime, clock: _Clock) -> tuple[Run, list[Step]]:
    if clock.policy is ClockPolicy.RESTART:
        return _restart(run, end, clock)
    left = _left(run, start, clock)
    resumed = max(end, run.started)
    if clock.limit.unit in CALENDAR_UNITS:
        after, unit = _run_days(resumed, left, clock.calendar), Measure.DAY
    else:
        ends = clock.calendar.add(resumed, left)
        after, unit = Run(resumed, ends.date(), ends), Measure.WORKING_MINUTE
    step = Step(StepKind.RESUMED, resumed, after.ends, left, unit)
    return after, [step, *tell_days(after, clock.limit, clock.calendar)]


def _run_days(resumed: datetime, left: int, calendar: WorkingCalendar) -> Run:
    """`left` calendar days after the day of resumption, which like that of reception is no day.

    With nothing left the run ends on the first day that still has working time.
    """
    last = resumed.date() + left * ONE_DAY
    return ends_on(resumed, max(last, calendar.next_opening(resumed).date()), calendar)


def _restart(run: Run, end: datetime, clock: _Clock) -> tuple[Run, list[Step]]:
    """The whole term anew; a later promise that an extension made keeps standing."""
    start = clock.calendar.next_opening(max(end, run.started))
    fresh = count(start, clock.limit, clock.calendar)
    after = fresh if fresh.ends >= run.ends else replace(run, started=start)
    step = Step(
        StepKind.RESTARTED, start, after.ends, clock.limit.value, Measure(clock.limit.unit.value)
    )
    return after, [step, *tell_days(after, clock.limit, clock.calendar)]


def _extend(run: Run, extension: Extension, calendar: WorkingCalendar) -> tuple[Run, list[Step]]:
    """The new promise, made at the latest one day before the old one (NĐ 61/2018, Điều 19)."""
    if extension.decided.date() > run.ends.date() - ONE_DAY:
        raise ExtensionRefused(
            N_("Phải xin lỗi và hẹn lại chậm nhất một ngày trước ngày hết hạn {due}."),
            due=f"{run.ends:%d/%m/%Y}",
        )
    day = extension.until
    if not calendar.is_working(day):
        raise ExtensionRefused(N_("Hạn mới {day} rơi vào ngày nghỉ."), day=f"{day:%d/%m/%Y}")
    ends = calendar.closing(day)
    if ends <= run.ends:
        raise ExtensionRefused(N_("Hạn mới phải sau hạn đã hẹn {due}."), due=f"{run.ends:%d/%m/%Y}")
    note = plain(extension.reason)
    step = Step(StepKind.EXTENDED, extension.decided, ends, note=note)
    return Run(run.started, day, ends), [step]
