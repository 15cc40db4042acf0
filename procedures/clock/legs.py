"""The partial terms of the legs, always reconciled with the due moment of the whole dossier."""

from collections.abc import Sequence
from datetime import datetime

from procedures.clock.count import count
from procedures.clock.due import due
from procedures.clock.events import Event, in_order
from procedures.clock.moments import moment
from procedures.clock.terms import ClockPolicy, Pause, TimeLimit
from procedures.clock.working_calendar import WorkingCalendar

Legs = Sequence[TimeLimit | None]


def share(minutes: int, parts: int) -> tuple[int, ...]:
    """`minutes` in `parts` that differ by one at most, the longer first; they add up exactly."""
    each, rest = divmod(max(0, minutes), parts)
    return tuple(each + (index < rest) for index in range(parts))


def leg_dues(
    received: datetime,
    legs: Legs,
    total: TimeLimit,
    calendar: WorkingCalendar,
    events: Sequence[Event] = (),
    policy: ClockPolicy = ClockPolicy.PAUSE,
) -> tuple[datetime | None, ...]:
    """When each leg is due: in order, none later than the whole, the last equal to it.

    Terms are counted one after another; legs without one share the working time that is left.
    A pause or an extension carries every leg that was not yet due along with the whole; a restart
    counts those legs anew. While a pause is open they have no due moment.
    """
    whole = due(received, total, calendar).at
    if whole is None or not legs:
        return ()
    dues = _chain(calendar.next_opening(received), legs, whole, calendar)
    known = in_order(received, events)
    for number, event in enumerate(known, start=1):
        after = due(received, total, calendar, known[:number], policy).at
        since = event.start if isinstance(event, Pause) else event.decided
        if since >= whole:
            continue
        done = tuple(one for one in dues if one <= since)
        if after is None:
            return (*done, *(None for _ in dues[len(done) :]))
        if isinstance(event, Pause) and event.end and policy is ClockPolicy.RESTART:
            start = calendar.next_opening(event.end)
            pending = _chain(start, legs[len(done) :], after, calendar)
        else:
            pending = _carried(dues[len(done) :], whole, after, calendar)
        dues, whole = (*done, *pending), after
    return dues


def _chain(
    start: datetime, legs: Legs, whole: datetime, calendar: WorkingCalendar
) -> tuple[datetime, ...]:
    """The legs' due moments from `start`; what the legs with a term leave, the others share."""
    untimed = sum(leg is None for leg in legs)
    shares = (0,) * untimed
    if untimed:
        stated = _one_after_another(start, legs, shares, calendar)[-1]
        shares = share(calendar.minutes_between(stated, whole), untimed)
    dues = _one_after_another(start, legs, shares, calendar)
    return (*(min(one, whole) for one in dues[:-1]), whole)


def _one_after_another(
    start: datetime, legs: Legs, shares: Sequence[int], calendar: WorkingCalendar
) -> tuple[datetime, ...]:
    rest = iter(shares)
    dues: list[datetime] = []
    at = moment(start)
    for leg in legs:
        at = calendar.add(at, next(rest)) if leg is None else count(at, leg, calendar).ends
        dues.append(at)
    return tuple(dues)


def _carried(
    dues: Sequence[datetime], before: datetime, after: datetime, calendar: WorkingCalendar
) -> tuple[datetime, ...]:
    """The pending legs, moved by the working time by which the whole has moved."""
    shift = calendar.minutes_between(before, after)
    return (*(min(calendar.add(one, shift), after) for one in dues[:-1]), after)
