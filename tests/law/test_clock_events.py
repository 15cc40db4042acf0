"""Pauses, restarts and extensions, against dates counted by hand."""

from datetime import date

import pytest

from procedures.clock import ClockPolicy, Event, Extension, StepKind, due
from tests.law.clock_samples import OFFICE, at, pause, shown, term

WEEK = ("2026-03-02 09:00", 5, "working_day")
"""Received on Mon 2 March, five working days: Mon 9 at 17:00."""

BEFORE_TET = ("2026-02-11 09:00", 3, "working_day")
"""Thu 12 (1), Fri 13 (2), then Tết, Mon 23 February (3) at 17:00."""

PAUSED = [
    # Left on Wed 4 at 10:00: 5 h 30 that day, 8 h each on Thu, Fri and Mon = 29 h 30.
    # From Fri 6 at 10:00: 5 h 30, then Mon 9, Tue 10, Wed 11.
    (*WEEK, [("2026-03-04 10:00", "2026-03-06 10:00")], "2026-03-11 17:00"),
    # 29 h 30 from Wed 4 at 15:00: 2 h, Thu 8, Fri 8, Mon 8, and 3 h 30 on Tue 10 from 07:30.
    (*WEEK, [("2026-03-04 10:00", "2026-03-04 15:00")], "2026-03-10 11:00"),
    # Over lunch no working time is lost.
    (*WEEK, [("2026-03-04 11:30", "2026-03-04 13:00")], "2026-03-09 17:00"),
    # As the first, then 8 h more from Mon 9 at 08:30 to Tue 10 at 08:30: Thu 12.
    (
        *WEEK,
        [("2026-03-04 10:00", "2026-03-06 10:00"), ("2026-03-09 08:30", "2026-03-10 08:30")],
        "2026-03-12 17:00",
    ),
    # Left on Fri 13 at 15:00: 2 h and the 8 h of Mon 23. Resumed on the first day of Tết, so they
    # run from Mon 23 at 07:30: 8 h, then 2 h on Tue 24.
    (*BEFORE_TET, [("2026-02-13 15:00", "2026-02-17 10:00")], "2026-02-24 09:30"),
    # A pause wholly inside Tết costs no working time.
    (*BEFORE_TET, [("2026-02-15 10:00", "2026-02-18 10:00")], "2026-02-23 17:00"),
    # 4 h from 09:00 end at 14:30; at 10:00 three are left: 13:30 + 3 h.
    ("2026-03-02 09:00", 4, "working_hour", [("2026-03-02 10:00", "2026-03-02 13:30")],
     "2026-03-02 16:30"),
    # 4 h 30 of the day are left at 11:00; from Tue 3 at 09:00: 2 h 30 and 2 h after lunch.
    ("2026-03-02 10:00", 1, "same_day", [("2026-03-02 11:00", "2026-03-03 09:00")],
     "2026-03-03 15:00"),
    # Due 2 + 10 = Thu 12; on the 4th eight days are left: 10 + 8 = Wed 18.
    ("2026-03-02 09:00", 10, "day", [("2026-03-04 10:00", "2026-03-10 14:00")],
     "2026-03-18 17:00"),
    # Paused and resumed on one day: no calendar day is lost.
    ("2026-03-02 09:00", 10, "day", [("2026-03-04 08:00", "2026-03-04 16:00")],
     "2026-03-12 17:00"),
    # Ends on Sat 14 before any move; on the 4th ten days are left: 5 + 10 = Sun 15, so Mon 16.
    ("2026-03-02 09:00", 12, "day", [("2026-03-04 10:00", "2026-03-05 10:00")],
     "2026-03-16 17:00"),
    # Ends on Sat 7, moved to Mon 9; on Mon nothing is left: the day of resumption itself.
    ("2026-03-02 09:00", 5, "day", [("2026-03-09 08:00", "2026-03-11 10:00")],
     "2026-03-11 17:00"),
    # The same, resumed after hours: the next day with working time.
    ("2026-03-02 09:00", 5, "day", [("2026-03-09 08:00", "2026-03-11 18:00")],
     "2026-03-12 17:00"),
    # Received on Sat 7 counts from Mon 9 and ends on Thu 12. Paused before Monday, all three days
    # are left; resumed on Tue 10 they end on Fri 13.
    ("2026-03-07 10:00", 3, "day", [("2026-03-07 12:00", "2026-03-10 10:00")],
     "2026-03-13 17:00"),
    # Resumed before Monday as well: nothing had begun, nothing moves.
    ("2026-03-07 10:00", 3, "day", [("2026-03-07 12:00", "2026-03-08 10:00")],
     "2026-03-12 17:00"),
    # 15 January + 1 month = 15 February; on 20 January 26 days are left.
    # 2 February + 26 = Sat 28, so Mon 2 March.
    ("2026-01-15 09:00", 1, "month", [("2026-01-20 10:00", "2026-02-02 10:00")],
     "2026-03-02 17:00"),
    # 23 January + 26 = 18 February, in Tết: Mon 23.
    ("2026-01-15 09:00", 1, "month", [("2026-01-20 10:00", "2026-01-23 10:00")],
     "2026-02-23 17:00"),
]  # fmt: skip

RESTARTED = [
    # Anew from Fri 6: Mon 9 (1) … Fri 13 (5).
    (*WEEK, [("2026-03-04 10:00", "2026-03-06 10:00")], "2026-03-13 17:00"),
    # And once more from Tue 10: Wed 11 (1) … Tue 17 (5).
    (
        *WEEK,
        [("2026-03-04 10:00", "2026-03-06 10:00"), ("2026-03-09 08:30", "2026-03-10 08:30")],
        "2026-03-17 17:00",
    ),
    # Resumed in Tết counts as Mon 23: Tue 24 (1), Wed 25 (2), Thu 26 (3).
    (*BEFORE_TET, [("2026-02-13 15:00", "2026-02-17 10:00")], "2026-02-26 17:00"),
    # 13:30 + 4 h: 3 h 30 that day, 30 min on Tue 3.
    ("2026-03-02 09:00", 4, "working_hour", [("2026-03-02 10:00", "2026-03-02 13:30")],
     "2026-03-03 08:00"),
    # Resumed after the cut-off: the next working day.
    ("2026-03-02 10:00", 1, "same_day", [("2026-03-02 11:00", "2026-03-03 15:30")],
     "2026-03-04 17:00"),
    # 10 March + 10 = Fri 20.
    ("2026-03-02 09:00", 10, "day", [("2026-03-04 10:00", "2026-03-10 14:00")],
     "2026-03-20 17:00"),
    # 30 January + 1 month: the last day of February, Sat 28, so Mon 2 March.
    ("2026-01-15 09:00", 1, "month", [("2026-01-20 10:00", "2026-01-30 10:00")],
     "2026-03-02 17:00"),
]  # fmt: skip

Stops = list[tuple[str, str]]


@pytest.mark.parametrize(("received", "value", "unit", "stops", "expected"), PAUSED)
def test_a_pause_lets_what_was_left_run_on(
    received: str, value: int, unit: str, stops: Stops, expected: str
) -> None:
    events = [pause(*stop) for stop in stops]
    assert shown(due(at(received), term(value, unit), OFFICE, events)) == expected


@pytest.mark.parametrize(("received", "value", "unit", "stops", "expected"), RESTARTED)
def test_a_restart_counts_anew_from_resumption(
    received: str, value: int, unit: str, stops: Stops, expected: str
) -> None:
    events = [pause(*stop) for stop in stops]
    counted = due(at(received), term(value, unit), OFFICE, events, ClockPolicy.RESTART)
    assert shown(counted) == expected


def test_the_order_in_which_pauses_are_given_does_not_matter() -> None:
    stops = [
        pause("2026-03-04 10:00", "2026-03-06 10:00"),
        pause("2026-03-09 08:30", "2026-03-10 08:30"),
    ]
    received, limit = at("2026-03-02 09:00"), term(5, "working_day")
    assert due(received, limit, OFFICE, stops) == due(received, limit, OFFICE, stops[::-1])


@pytest.mark.parametrize("policy", ClockPolicy)
def test_an_open_pause_leaves_no_due_moment_but_says_what_is_left(policy: ClockPolicy) -> None:
    stops = [pause("2026-03-04 10:00", None)]
    counted = due(at("2026-03-02 09:00"), term(5, "working_day"), OFFICE, stops, policy)
    assert counted.at is None
    last = counted.trace[-1]
    # 5 h 30 on Wed 4 and 8 h on each of Thu, Fri and Mon.
    assert (last.kind, last.amount, last.until) == (StepKind.PAUSED, 29 * 60 + 30, None)


@pytest.mark.parametrize("policy", ClockPolicy)
@pytest.mark.parametrize("end", ["2026-03-12 10:00", None])
def test_a_pause_after_the_due_moment_revives_nothing(policy: ClockPolicy, end: str) -> None:
    stops = [pause("2026-03-10 10:00", end)]
    counted = due(at("2026-03-02 09:00"), term(5, "working_day"), OFFICE, stops, policy)
    assert shown(counted) == "2026-03-09 17:00"
    assert StepKind.SPENT in [step.kind for step in counted.trace]


def test_a_term_that_ended_on_a_day_off_has_no_day_left_when_paused_after_it() -> None:
    # 2 + 5 = Sat 7, moved to Mon 9; paused that Monday.
    stops = [pause("2026-03-09 08:00", "2026-03-11 10:00")]
    trace = due(at("2026-03-02 09:00"), term(5, "day"), OFFICE, stops).trace
    assert [step.amount for step in trace if step.kind is StepKind.PAUSED] == [0]


def _extension(until: str, decided: str) -> Extension:
    return Extension(date.fromisoformat(until), at(decided), "Chờ ý kiến chuyên môn")


def test_an_extension_replaces_the_due_moment() -> None:
    grant = _extension("2026-03-12", "2026-03-08 10:00")
    counted = due(at("2026-03-02 09:00"), term(5, "working_day"), OFFICE, [grant])
    assert shown(counted) == "2026-03-12 17:00"


def test_a_pause_after_an_extension_is_measured_against_the_new_promise() -> None:
    # The eight hours from Tue 10 to Wed 11 move Thu 12 to Fri 13.
    events: list[Event] = [
        pause("2026-03-10 10:00", "2026-03-11 10:00"),
        _extension("2026-03-12", "2026-03-06 10:00"),
    ]
    counted = due(at("2026-03-02 09:00"), term(5, "working_day"), OFFICE, events)
    assert shown(counted) == "2026-03-13 17:00"


def test_a_restart_never_takes_back_a_later_promise() -> None:
    # Anew from Fri 6 the two days would end on Tue 10, but Fri 20 was promised.
    events: list[Event] = [
        _extension("2026-03-20", "2026-03-03 10:00"),
        pause("2026-03-05 10:00", "2026-03-06 10:00"),
    ]
    received, limit = at("2026-03-02 09:00"), term(2, "working_day")
    assert shown(due(received, limit, OFFICE, events, ClockPolicy.RESTART)) == "2026-03-20 17:00"
