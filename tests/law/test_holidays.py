"""The seed of a calendar: the library's holidays, and the decisions that win over it."""

from datetime import date

import pytest
from holidays import country_holidays

from procedures.clock import TermUnit, TimeLimit, due
from procedures.holidays import (
    calendar_codes,
    calendar_name,
    seed_calendar,
    seed_days,
    seed_years,
)
from tests.law.clock_samples import FULL_DAY, MORNING, at, shown

NEW_YEAR_DOCUMENT = "12729/VPCP-KGVX ngày 25/12/2025"


def test_2_january_2026_comes_from_the_decision_and_not_from_the_library() -> None:
    assert date(2026, 1, 2) not in country_holidays("VN", years=2026)
    rules = {rule.day: rule for rule in seed_days([2026])}
    off, worked = rules[date(2026, 1, 2)], rules[date(2026, 1, 10)]
    assert (off.working, off.document) == (False, NEW_YEAR_DOCUMENT)
    assert (worked.working, worked.document, worked.hours) == (True, NEW_YEAR_DOCUMENT, FULL_DAY)


def test_tet_2026_is_off_from_14_to_22_february() -> None:
    calendar = seed_calendar()
    assert [calendar.is_working(date(2026, 2, day)) for day in (13, 14, 17, 22, 23)] == [
        True,
        False,
        False,
        False,
        True,
    ]
    reasons = {rule.reason for rule in seed_days([2026]) if rule.day.month == 2}
    assert reasons == {"Nghỉ Tết Nguyên đán Bính Ngọ"}


SWAPPED = [
    (date(2024, 4, 29), date(2024, 5, 4)),
    (date(2025, 5, 2), date(2025, 4, 26)),
    (date(2026, 8, 31), date(2026, 8, 22)),
    (date(2026, 1, 2), date(2026, 1, 10)),
]


@pytest.mark.parametrize(("off", "worked"), SWAPPED)
def test_swapped_working_days(off: date, worked: date) -> None:
    calendar = seed_calendar()
    assert not calendar.is_working(off)
    assert calendar.intervals(worked) == FULL_DAY


def test_what_nobody_has_decided_yet_says_so() -> None:
    rules = {rule.day: rule for rule in seed_days([2027])}
    assert rules[date(2027, 2, 8)].reason.endswith("(dự kiến, chờ quyết định)")
    assert rules[date(2027, 2, 8)].reason_en.endswith("(expected, decision pending)")
    assert rules[date(2027, 4, 30)].reason == "Nghỉ Ngày Chiến thắng"


def test_every_seeded_day_has_a_reason_in_both_languages_and_its_own_year() -> None:
    for year in seed_years():
        rules = seed_days([year])
        assert [rule.day for rule in rules] == sorted({rule.day for rule in rules})
        assert all(rule.reason and rule.reason_en and rule.day.year == year for rule in rules)


def test_the_shipped_calendars() -> None:
    assert calendar_codes() == ("hanh-chinh", "hanh-chinh-sang-thu-bay")
    assert calendar_name("hanh-chinh") == {"vi": "Giờ hành chính", "en": "Office hours"}
    saturday = seed_calendar("hanh-chinh-sang-thu-bay").intervals(date(2026, 3, 7))
    assert saturday == MORNING
    for code in calendar_codes():
        for year in seed_years():
            seed_calendar(code).check_year(year)


def test_the_example_of_the_slip_holds_with_the_seed() -> None:
    # Mon 23 (1), Tue 24 (2), Wed 25 February (3).
    limit = TimeLimit(3, TermUnit.WORKING_DAY)
    assert shown(due(at("2026-02-13 09:00"), limit, seed_calendar())) == "2026-02-25 17:00"
