"""The hours in which an office is open on one day."""

from collections.abc import Sequence
from datetime import time
from itertools import chain, pairwise

from procedures.clock.refusals import ClockError
from procedures.errors import N_

Interval = tuple[time, time]
Hours = tuple[Interval, ...]
"""Intervals from opening to closing, in order and apart; the empty tuple is a day off."""


def check_hours(hours: Hours) -> Hours:
    """`hours` when they stand in order and apart, else a refusal."""
    edges = tuple(chain.from_iterable(hours))
    if any(later <= earlier for earlier, later in pairwise(edges)):
        raise ClockError(
            N_("Giờ làm việc {hours} không hợp lệ: phải tăng dần và không chồng lên nhau."),
            hours=write_hours(hours),
        )
    return hours


def read_hours(rows: Sequence[Sequence[str]]) -> Hours:
    """Hours from rows such as `["07:30", "11:30"]`."""
    try:
        hours = tuple(
            (time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in rows
        )
    except ValueError:
        raise ClockError(N_("Giờ làm việc {hours} không đọc được."), hours=rows) from None
    return check_hours(hours)


def write_hours(hours: Hours) -> list[list[str]]:
    """The rows that `read_hours` reads."""
    return [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in hours]
