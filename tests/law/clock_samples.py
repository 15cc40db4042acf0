"""Calendars written by hand, so that the law is tested without the seed and its library."""

from datetime import date, datetime, timedelta

from procedures.clock import (
    DayRule,
    Due,
    Hours,
    Pause,
    TermUnit,
    TimeLimit,
    WorkingCalendar,
    parse_moment,
    read_hours,
)

FULL_DAY: Hours = read_hours([["07:30", "11:30"], ["13:00", "17:00"]])
MORNING: Hours = read_hours([["07:30", "11:30"]])


def off(first: str, last: str, reason: str) -> dict[date, DayRule]:
    """Rules that close the office from `first` to `last`."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = (start + timedelta(days=offset) for offset in range((end - start).days + 1))
    return {day: DayRule(day, working=False, reason=reason) for day in days}


def worked(day: str, reason: str = "Làm việc bù") -> dict[date, DayRule]:
    """The rule that opens the office on a day of rest."""
    on = date.fromisoformat(day)
    return {on: DayRule(on, working=True, reason=reason, hours=FULL_DAY)}


DECISIONS: dict[date, DayRule] = {
    **off("2024-02-08", "2024-02-14", "Nghỉ Tết Nguyên đán"),
    **off("2024-04-29", "2024-05-01", "Nghỉ lễ 30/4 và 01/5"),
    **worked("2024-05-04"),
    **off("2025-01-25", "2025-02-02", "Nghỉ Tết Nguyên đán"),
    **worked("2025-04-26"),
    **off("2025-04-30", "2025-05-02", "Nghỉ lễ 30/4 và 01/5"),
    **off("2026-01-01", "2026-01-02", "Nghỉ Tết Dương lịch"),
    **worked("2026-01-10"),
    **off("2026-02-14", "2026-02-22", "Nghỉ Tết Nguyên đán"),
}

OFFICE = WorkingCalendar("gio-hanh-chinh", 1, dict.fromkeys(range(5), FULL_DAY), DECISIONS)
"""Monday to Friday, 07:30–11:30 and 13:00–17:00: eight hours a day."""

SATURDAYS = WorkingCalendar(
    "sang-thu-bay", 1, {**dict.fromkeys(range(5), FULL_DAY), 5: MORNING}, DECISIONS
)


def at(text: str) -> datetime:
    """A Vietnamese moment, as in `2026-03-02 09:00`."""
    return parse_moment(text)


def term(value: int, unit: str) -> TimeLimit:
    return TimeLimit(value, TermUnit(unit))


def pause(start: str, end: str | None, reason: str = "Chờ bổ sung hồ sơ") -> Pause:
    return Pause(at(start), at(end) if end else None, reason)


def shown(due: Due) -> str:
    """The due moment as the tables write it."""
    assert due.at is not None
    return f"{due.at:%Y-%m-%d %H:%M}"
