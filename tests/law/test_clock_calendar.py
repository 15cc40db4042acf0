"""The working calendar itself, and how a dossier stands against its due moment."""

from datetime import date

import pytest

from procedures.clock import DayRule, Outcome, WorkingCalendar, outcome, read_hours, remaining
from procedures.clock import write_hours as written
from tests.law.clock_samples import FULL_DAY, MORNING, OFFICE, SATURDAYS, at


def test_a_decision_wins_over_the_week() -> None:
    assert not OFFICE.is_working(date(2026, 1, 2))
    assert OFFICE.intervals(date(2026, 1, 10)) == FULL_DAY
    assert OFFICE.is_working(date(2026, 1, 5))
    assert not OFFICE.is_working(date(2026, 1, 11))


def test_a_worked_day_without_hours_has_its_weekdays_or_the_ordinary_ones() -> None:
    saturday, sunday = date(2026, 3, 7), date(2026, 3, 8)
    rules = {day: DayRule(day, working=True, reason="Làm bù") for day in (saturday, sunday)}
    calendar = WorkingCalendar("bu", 1, SATURDAYS.week, rules)
    assert calendar.intervals(saturday) == MORNING
    assert calendar.intervals(sunday) == FULL_DAY


OPENINGS = [
    ("2026-03-02 07:29", "2026-03-02 07:30"),
    ("2026-03-02 07:30", "2026-03-02 07:30"),
    ("2026-03-02 11:29", "2026-03-02 11:29"),
    ("2026-03-02 11:30", "2026-03-02 13:00"),
    ("2026-03-02 17:00", "2026-03-03 07:30"),
    ("2026-02-13 17:00", "2026-02-23 07:30"),
]


@pytest.mark.parametrize(("moment", "opening"), OPENINGS)
def test_next_opening(moment: str, opening: str) -> None:
    assert OFFICE.next_opening(at(moment)) == at(opening)


BETWEEN = [
    ("2026-03-02 07:30", "2026-03-02 17:00", 480),
    ("2026-03-02 09:00", "2026-03-02 14:00", 210),
    ("2026-03-02 11:30", "2026-03-02 13:00", 0),
    # Fri 13 from 16:00 one hour, then Tết, Mon 23 one hour.
    ("2026-02-13 16:00", "2026-02-23 08:30", 120),
    # Turned around it is negative.
    ("2026-02-23 08:30", "2026-02-13 16:00", -120),
]


@pytest.mark.parametrize(("start", "end", "minutes"), BETWEEN)
def test_working_minutes_between(start: str, end: str, minutes: int) -> None:
    assert OFFICE.minutes_between(at(start), at(end)) == minutes
    assert remaining(at(start), at(end), OFFICE) == minutes


OUTCOMES = [
    ("2026-03-06 16:00", Outcome.EARLY),
    ("2026-03-09 07:30", Outcome.ON_TIME),
    ("2026-03-09 17:00", Outcome.ON_TIME),
    ("2026-03-09 17:01", Outcome.LATE),
    ("2026-03-10 08:00", Outcome.LATE),
]


@pytest.mark.parametrize(("finished", "expected"), OUTCOMES)
def test_outcome_against_monday_the_9th_at_17_00(finished: str, expected: Outcome) -> None:
    assert outcome(at(finished), at("2026-03-09 17:00")) is expected


def test_hours_are_written_as_they_are_read() -> None:
    rows = [["07:30", "11:30"], ["13:00", "17:00"]]
    assert written(read_hours(rows)) == rows
