"""Terms without any event, against dates counted by hand on a wall calendar."""

from datetime import UTC, datetime, time

import pytest

from procedures.clock import TermUnit, TimeLimit, due
from tests.law.clock_samples import OFFICE, SATURDAYS, at, shown, term

WORKING_DAYS = [
    # Mon 2 March does not count: Tue 3 (1), Wed 4 (2), Thu 5 (3).
    ("2026-03-02 09:00", 3, "2026-03-05 17:00"),
    # Thu 5: Fri 6 (1), no 7 and 8, Mon 9 (2), Tue 10 (3).
    ("2026-03-05 10:00", 3, "2026-03-10 17:00"),
    # Fri 6 at 16:59 is still that day: Mon 9 (1).
    ("2026-03-06 16:59", 1, "2026-03-09 17:00"),
    # Fri 6 at 17:00 the office is closed: received Mon 9, so Tue 10 (1).
    ("2026-03-06 17:00", 1, "2026-03-10 17:00"),
    # Sat 7: received Mon 9 at 07:30, so Tue 10 (1).
    ("2026-03-07 10:00", 1, "2026-03-10 17:00"),
    # Mon 2 at 06:00: received at 07:30 of the same day, so Tue 3 (1).
    ("2026-03-02 06:00", 1, "2026-03-03 17:00"),
    # Tết 2024, off 8 to 14 February: Wed 7 (1), Thu 15 (2), Fri 16 (3), Mon 19 (4).
    ("2024-02-06 08:00", 4, "2024-02-19 17:00"),
    # Tết 2025, off 25 January to 2 February: 23 (1), 24 (2), 3 Feb (3), 4 (4), 5 (5).
    ("2025-01-22 14:00", 5, "2025-02-05 17:00"),
    # Tết 2026, off 14 to 22 February: Mon 23 (1), Tue 24 (2), Wed 25 (3).
    ("2026-02-13 09:00", 3, "2026-02-25 17:00"),
    # In the middle of Tết: received Mon 23, so Tue 24 (1).
    ("2026-02-17 09:00", 1, "2026-02-24 17:00"),
    # 29 April 2024 off for Sat 4 May: Thu 2 (1), Fri 3 (2), Sat 4 (3).
    ("2024-04-26 15:30", 3, "2024-05-04 17:00"),
    # 2 May 2025 off for Sat 26 April: Sat 26 (1), Mon 28 (2), Tue 29 (3), Mon 5 May (4).
    ("2025-04-25 09:00", 4, "2025-05-05 17:00"),
    # 2 January 2026 off for Sat 10: Mon 5 (1), Tue 6 (2).
    ("2025-12-31 10:00", 2, "2026-01-06 17:00"),
    # The Saturday that is worked for it: Sat 10 (1).
    ("2026-01-09 10:00", 1, "2026-01-10 17:00"),
]


@pytest.mark.parametrize(("received", "days", "expected"), WORKING_DAYS)
def test_working_days_leave_out_the_day_of_reception_and_all_days_off(
    received: str, days: int, expected: str
) -> None:
    assert shown(due(at(received), term(days, "working_day"), OFFICE)) == expected


WORKING_HOURS = [
    # 07:30–11:30 is four hours, 13:00–17:00 four more: one whole day.
    ("2026-03-02 07:30", 8, "2026-03-02 17:00"),
    # 09:15–11:30 2 h 15, 13:00–17:00 4 h; the 1 h 45 left run from 07:30 on Tuesday.
    ("2026-03-02 09:15", 8, "2026-03-03 09:15"),
    # The last hour ends at the close, not at the next opening.
    ("2026-03-02 16:00", 1, "2026-03-02 17:00"),
    # Received at lunch: from 13:00.
    ("2026-03-02 12:00", 2, "2026-03-02 15:00"),
    # One minute on Friday, 59 on Monday from 07:30.
    ("2026-03-06 16:59", 1, "2026-03-09 08:29"),
    # One hour on Fri 13, then Tết, the second hour from 07:30 on Mon 23.
    ("2026-02-13 16:00", 2, "2026-02-23 08:30"),
    # Three working days in hours: 1 h on Fri 6, 8 on Mon 9, 8 on Tue 10, 7 on Wed 11.
    ("2026-03-06 16:00", 24, "2026-03-11 16:00"),
]


@pytest.mark.parametrize(("received", "hours", "expected"), WORKING_HOURS)
def test_working_hours_run_in_open_time_to_the_minute(
    received: str, hours: int, expected: str
) -> None:
    assert shown(due(at(received), term(hours, "working_hour"), OFFICE)) == expected


CALENDAR_TERMS = [
    # 2 + 15 = Tue 17 March.
    ("2026-03-02 09:00", 15, "day", "2026-03-17 17:00"),
    # 2 + 5 = Sat 7, moved to Mon 9.
    ("2026-03-02 09:00", 5, "day", "2026-03-09 17:00"),
    # 13 + 3 = 16 February, in Tết, moved to Mon 23.
    ("2026-02-13 09:00", 3, "day", "2026-02-23 17:00"),
    # Received on Sat 7 counts from Mon 9: Tue 10.
    ("2026-03-07 10:00", 1, "day", "2026-03-10 17:00"),
    # 24 + 2 = Sat 26 April 2025, which is worked: no move.
    ("2025-04-24 10:00", 2, "day", "2025-04-26 17:00"),
    # 15 April to 15 May (Fri).
    ("2026-04-15 09:00", 1, "month", "2026-05-15 17:00"),
    # 31 January 2024 (Wed): February has no day 31, so its last day, Thu 29.
    ("2024-01-31 09:00", 1, "month", "2024-02-29 17:00"),
    # 31 January 2023 (Tue): Tue 28 February.
    ("2023-01-31 09:00", 1, "month", "2023-02-28 17:00"),
    # 31 January 2026 is a Saturday: received Mon 2 February, due Mon 2 March.
    ("2026-01-31 09:00", 1, "month", "2026-03-02 17:00"),
    # 31 October 2025: the last day of November is Sun 30, moved to Mon 1 December.
    ("2025-10-31 09:00", 1, "month", "2025-12-01 17:00"),
    # Over the end of the year: 28 November 2025 + 3 months = Sat 28 February, moved to Mon 2.
    ("2025-11-28 09:00", 3, "month", "2026-03-02 17:00"),
    # 29 February 2024 + 12 months = 28 February 2025 (Fri).
    ("2024-02-29 09:00", 12, "month", "2025-02-28 17:00"),
]


@pytest.mark.parametrize(("received", "value", "unit", "expected"), CALENDAR_TERMS)
def test_calendar_terms_move_only_their_last_day(
    received: str, value: int, unit: str, expected: str
) -> None:
    assert shown(due(at(received), term(value, unit), OFFICE)) == expected


SAME_DAY = [
    ("2026-03-02 06:00", "15:00", "2026-03-02 17:00"),
    ("2026-03-02 14:59", "15:00", "2026-03-02 17:00"),
    # At the cut-off it is too late for the day: Tue 3.
    ("2026-03-02 15:00", "15:00", "2026-03-03 17:00"),
    # Too late on a Friday: Mon 9.
    ("2026-03-06 16:00", "15:00", "2026-03-09 17:00"),
    # After hours it is received on Tue 3 at 07:30, before the cut-off.
    ("2026-03-02 18:00", "15:00", "2026-03-03 17:00"),
    ("2026-03-07 09:00", "15:00", "2026-03-09 17:00"),
    # A procedure with a cut-off of its own.
    ("2026-03-02 10:30", "10:00", "2026-03-03 17:00"),
]


@pytest.mark.parametrize(("received", "cutoff", "expected"), SAME_DAY)
def test_same_day_ends_at_the_close_unless_the_cutoff_has_passed(
    received: str, cutoff: str, expected: str
) -> None:
    limit = TimeLimit(1, TermUnit.SAME_DAY, time.fromisoformat(cutoff))
    assert shown(due(at(received), limit, OFFICE)) == expected


SATURDAY_MORNINGS = [
    # Sat 7 is the first working day after Fri 6 and closes at 11:30.
    ("2026-03-06 09:00", 1, "working_day", "2026-03-07 11:30"),
    # An hour and a half on Saturday, half an hour on Monday.
    ("2026-03-07 10:00", 2, "working_hour", "2026-03-09 08:00"),
    ("2026-03-07 09:00", 1, "same_day", "2026-03-07 11:30"),
    # 2 + 5 = Sat 7, which is worked here.
    ("2026-03-02 09:00", 5, "day", "2026-03-07 11:30"),
    # Saturday after 11:30 counts as Monday: Tue 10.
    ("2026-03-07 11:30", 1, "working_day", "2026-03-10 17:00"),
]


@pytest.mark.parametrize(("received", "value", "unit", "expected"), SATURDAY_MORNINGS)
def test_an_office_open_on_saturday_mornings(
    received: str, value: int, unit: str, expected: str
) -> None:
    assert shown(due(at(received), term(value, unit), SATURDAYS)) == expected


def test_any_zone_and_any_second_count_as_the_vietnamese_minute() -> None:
    # 02:15:59 UTC is 09:15 in Viet Nam.
    received = datetime(2026, 3, 2, 2, 15, 59, tzinfo=UTC)
    counted = due(received, term(8, "working_hour"), OFFICE)
    assert counted.at is not None
    assert counted.at.isoformat() == "2026-03-03T09:15:00+07:00"
