"""What the clock refuses, each with the rule named."""

from datetime import date, datetime, timedelta

import pytest

from procedures.clock import (
    ClockError,
    DayRule,
    Event,
    Extension,
    ExtensionRefused,
    NoWorkingDay,
    Pause,
    PauseRefused,
    TermUnit,
    TimeLimit,
    WorkingCalendar,
    due,
    parse_moment,
    read_hours,
)
from procedures.errors import DomainError
from tests.law.clock_samples import FULL_DAY, OFFICE, at, off, pause, term

RECEIVED = at("2026-03-02 09:00")
LIMIT = term(5, "working_day")
FRIDAY_12 = Extension(date(2026, 3, 12), at("2026-03-06 10:00"))

BAD_PAUSES: list[tuple[list[Event], str]] = [
    (
        [
            pause("2026-03-03 10:00", "2026-03-05 10:00"),
            pause("2026-03-04 10:00", "2026-03-06 10:00"),
        ],
        "chồng lên nhau",
    ),
    ([pause("2026-03-03 10:00", None), pause("2026-03-04 10:00", None)], "chồng lên nhau"),
    ([pause("2026-03-03 10:00", None), pause("2026-03-03 10:00", None)], "chồng lên nhau"),
    ([pause("2026-03-05 10:00", "2026-03-03 10:00")], "kết thúc trước khi bắt đầu"),
    ([pause("2026-03-02 08:59", "2026-03-03 10:00")], "trước khi hồ sơ được tiếp nhận"),
]


@pytest.mark.parametrize(("events", "rule"), BAD_PAUSES)
def test_pauses_that_cannot_all_have_happened(events: list[Event], rule: str) -> None:
    with pytest.raises(PauseRefused, match=rule):
        due(RECEIVED, LIMIT, OFFICE, events)


def test_pauses_may_touch() -> None:
    stops = [
        pause("2026-03-03 10:00", "2026-03-04 10:00"),
        pause("2026-03-04 10:00", "2026-03-05 10:00"),
    ]
    whole = [pause("2026-03-03 10:00", "2026-03-05 10:00")]
    assert due(RECEIVED, LIMIT, OFFICE, stops).at == due(RECEIVED, LIMIT, OFFICE, whole).at


BAD_EXTENSIONS: list[tuple[list[Event], str]] = [
    # Due on Mon 9: on that very day it is too late.
    ([Extension(date(2026, 3, 12), at("2026-03-09 08:00"))], "một ngày trước ngày hết hạn"),
    ([Extension(date(2026, 3, 14), at("2026-03-06 10:00"))], "rơi vào ngày nghỉ"),
    ([Extension(date(2026, 3, 9), at("2026-03-06 10:00"))], "phải sau hạn đã hẹn"),
    ([FRIDAY_12, Extension(date(2026, 3, 20), at("2026-03-10 10:00"))], "một lần"),
    ([pause("2026-03-05 10:00", None), FRIDAY_12], "đang tạm dừng"),
]


@pytest.mark.parametrize(("events", "rule"), BAD_EXTENSIONS)
def test_extensions_against_the_rule(events: list[Event], rule: str) -> None:
    with pytest.raises(ExtensionRefused, match=rule):
        due(RECEIVED, LIMIT, OFFICE, events)


@pytest.mark.parametrize("unit", TermUnit)
def test_a_year_without_working_day_is_refused(unit: TermUnit) -> None:
    closed = WorkingCalendar(
        "dong-cua", 1, dict.fromkeys(range(5), FULL_DAY), off("2026-03-03", "2027-04-30", "Dịch")
    )
    with pytest.raises(NoWorkingDay, match="dong-cua"):
        due(at("2026-03-03 09:00"), TimeLimit(1, unit), closed)


def test_a_calendar_that_is_never_open_is_refused() -> None:
    with pytest.raises(NoWorkingDay):
        due(RECEIVED, LIMIT, WorkingCalendar("trong", 1, {}))


def test_check_year_finds_the_empty_year_only() -> None:
    closed = WorkingCalendar(
        "dong-cua", 1, dict.fromkeys(range(5), FULL_DAY), off("2027-01-01", "2027-12-31", "Dịch")
    )
    closed.check_year(2026)
    with pytest.raises(NoWorkingDay):
        closed.check_year(2027)


@pytest.mark.parametrize(
    ("value", "unit"),
    [(0, "working_day"), (-1, "day"), (10_001, "month"), (-1, "same_day")],
)
def test_terms_out_of_bounds(value: int, unit: str) -> None:
    with pytest.raises(ClockError):
        TimeLimit(value, TermUnit(unit))


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"value": "ba", "unit": "day"},
        {"value": 3, "unit": "tuần"},
        {"value": 3, "unit": "same_day", "cutoff": "25:00"},
    ],
)
def test_terms_that_cannot_be_read(data: dict[str, object]) -> None:
    with pytest.raises(ClockError):
        TimeLimit.from_json(data)


@pytest.mark.parametrize("text", ["hôm qua", "", "2026-02-30T09:00"])
def test_moments_that_cannot_be_read(text: str) -> None:
    with pytest.raises(ClockError):
        parse_moment(text)


@pytest.mark.parametrize("text", ["2026-03-02T09:00", "x/y", "/"])
def test_pauses_that_cannot_be_read(text: str) -> None:
    with pytest.raises(ClockError):
        Pause.parse(text)


def test_a_moment_without_zone_is_refused() -> None:
    naive = datetime(2026, 3, 2, 9)  # noqa: DTZ001 - the fault under test
    with pytest.raises(ClockError, match="múi giờ"):
        due(naive, LIMIT, OFFICE)


@pytest.mark.parametrize(
    "rows",
    [
        [["11:30", "07:30"]],
        [["07:30", "07:30"]],
        [["07:30", "12:00"], ["11:00", "17:00"]],
        [["07:30"]],
        [["sáng", "chiều"]],
    ],
)
def test_hours_that_overlap_or_run_backwards(rows: list[list[str]]) -> None:
    with pytest.raises(ClockError):
        read_hours(rows)


def test_a_rule_must_say_the_same_as_its_hours() -> None:
    with pytest.raises(ClockError):
        DayRule(date(2026, 3, 7), working=False, reason="Nghỉ", hours=FULL_DAY)
    with pytest.raises(ClockError):
        DayRule(date(2026, 3, 7), working=True, reason="Làm bù", hours=())


def test_a_calendar_with_a_wrong_key_is_refused() -> None:
    day = date(2026, 3, 7)
    with pytest.raises(ClockError):
        WorkingCalendar("sai-thu", 1, {7: FULL_DAY})
    with pytest.raises(ClockError):
        WorkingCalendar(
            "sai-ngay",
            1,
            {0: FULL_DAY},
            {day + timedelta(days=1): DayRule(day, working=False, reason="Nghỉ")},
        )


def test_a_refusal_is_a_domain_error_and_a_value_error() -> None:
    assert issubclass(NoWorkingDay, DomainError)
    assert issubclass(NoWorkingDay, ValueError)
