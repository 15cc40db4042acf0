"""Partial terms: the legs always add up to the promise made for the whole."""

from collections.abc import Sequence
from datetime import date

import pytest

from procedures.clock import ClockPolicy, Extension, TimeLimit, leg_dues, share
from tests.law.clock_samples import OFFICE, at, pause, term

MONDAY = at("2026-03-02 09:00")
THREE_DAYS = term(3, "working_day")
"""From Mon 2 March: Thu 5 at 17:00."""

TWO_HOURS, ONE_DAY = term(2, "working_hour"), term(1, "working_day")

ROUTES: list[tuple[list[TimeLimit | None], list[str]]] = [
    ([], []),
    ([None], ["2026-03-05 17:00"]),
    # 09:00 + 2 h; one working day after Mon 2; the last takes the rest.
    ([TWO_HOURS, ONE_DAY, None], ["2026-03-02 11:00", "2026-03-03 17:00", "2026-03-05 17:00"]),
    # Whole days follow one another day by day.
    ([ONE_DAY, ONE_DAY, ONE_DAY], ["2026-03-03 17:00", "2026-03-04 17:00", "2026-03-05 17:00"]),
    # 6 h 30 on Mon and three days of 8 h = 30 h 30 for two: 15 h 15 each.
    # Mon 6 h 30, Tue 8 h, Wed 45 min.
    ([None, None], ["2026-03-04 08:15", "2026-03-05 17:00"]),
    # The day after the two hours ends on Tue 3 at 17:00; 16 h are left for two: 8 h each.
    (
        [TWO_HOURS, None, ONE_DAY, None],
        ["2026-03-02 11:00", "2026-03-03 11:00", "2026-03-04 17:00", "2026-03-05 17:00"],
    ),
    # Legs that ask for more than the whole are cut at the whole.
    (
        [term(2, "working_day"), term(2, "working_day"), ONE_DAY],
        ["2026-03-04 17:00", "2026-03-05 17:00", "2026-03-05 17:00"],
    ),
]


@pytest.mark.parametrize(("legs", "expected"), ROUTES)
def test_legs_are_counted_one_after_another_within_the_whole(
    legs: Sequence[TimeLimit | None], expected: list[str]
) -> None:
    assert leg_dues(MONDAY, legs, THREE_DAYS, OFFICE) == tuple(map(at, expected))


def test_a_pause_carries_the_pending_legs_with_the_whole() -> None:
    # Paused for 8 h after the first leg: the others are due 8 h later.
    stops = [pause("2026-03-03 10:00", "2026-03-04 10:00")]
    assert leg_dues(MONDAY, [TWO_HOURS, ONE_DAY, None], THREE_DAYS, OFFICE, stops) == (
        at("2026-03-02 11:00"),
        at("2026-03-04 17:00"),
        at("2026-03-06 17:00"),
    )


def test_a_restart_counts_the_pending_legs_anew() -> None:
    # From Wed 4 at 10:00: one working day is Thu 5, the whole three end on Mon 9.
    stops = [pause("2026-03-03 10:00", "2026-03-04 10:00")]
    legs = [TWO_HOURS, ONE_DAY, None]
    assert leg_dues(MONDAY, legs, THREE_DAYS, OFFICE, stops, ClockPolicy.RESTART) == (
        at("2026-03-02 11:00"),
        at("2026-03-05 17:00"),
        at("2026-03-09 17:00"),
    )


def test_an_extension_carries_the_pending_legs() -> None:
    # From Thu 5 to Mon 9 are two working days: Tue 3 becomes Thu 5.
    grant = Extension(date(2026, 3, 9), at("2026-03-03 10:00"))
    assert leg_dues(MONDAY, [TWO_HOURS, ONE_DAY, None], THREE_DAYS, OFFICE, [grant]) == (
        at("2026-03-02 11:00"),
        at("2026-03-05 17:00"),
        at("2026-03-09 17:00"),
    )


def test_while_a_pause_is_open_pending_legs_have_no_due_moment() -> None:
    stops = [pause("2026-03-03 10:00", None)]
    dues = leg_dues(MONDAY, [TWO_HOURS, ONE_DAY, None], THREE_DAYS, OFFICE, stops)
    assert dues == (at("2026-03-02 11:00"), None, None)


def test_a_leg_due_at_the_very_minute_of_the_pause_is_not_carried() -> None:
    stops = [pause("2026-03-02 11:00", "2026-03-03 11:00")]
    dues = leg_dues(MONDAY, [TWO_HOURS, None], THREE_DAYS, OFFICE, stops)
    assert dues == (at("2026-03-02 11:00"), at("2026-03-06 17:00"))


@pytest.mark.parametrize("start", ["2026-03-05 17:00", "2026-03-09 10:00"])
def test_a_pause_after_the_whole_was_due_changes_no_leg(start: str) -> None:
    stops = [pause(start, None)]
    legs = [TWO_HOURS, None]
    assert leg_dues(MONDAY, legs, THREE_DAYS, OFFICE, stops) == leg_dues(
        MONDAY, legs, THREE_DAYS, OFFICE
    )


@pytest.mark.parametrize(
    ("minutes", "parts", "expected"),
    [(480, 2, (240, 240)), (100, 3, (34, 33, 33)), (1, 2, (1, 0)), (-5, 2, (0, 0))],
)
def test_share_adds_up(minutes: int, parts: int, expected: tuple[int, ...]) -> None:
    assert share(minutes, parts) == expected
