"""The days off and the swapped working days with which a new calendar starts.

A library knows the public holidays; the years' decisions, which it partly misses, stand in
`calendars.json` and win over it. After the seed, an administrator's decisions are the calendar.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final

from holidays import country_holidays

from procedures.clock import DayRule, WorkingCalendar, read_hours

SAMPLE: Final = "hanh-chinh"
"""The calendar of a unit that has none of its own."""

Seed = Mapping[str, Any]
"""The content of calendars.json."""


def seed_years() -> tuple[int, ...]:
    """The years that the shipped calendars cover."""
    return tuple(_seed()["years"])


def calendar_codes() -> tuple[str, ...]:
    """The shipped calendars, the sample first."""
    return tuple(entry["code"] for entry in _seed()["calendars"])


def calendar_name(code: str) -> Mapping[str, str]:
    """What a shipped calendar is called, by language."""
    name: Mapping[str, str] = _entry(code)["name"]
    return name


def seed_calendar(code: str = SAMPLE, years: Collection[int] = ()) -> WorkingCalendar:
    """A shipped calendar with the days of `years`, or of all the years that it covers."""
    entry = _entry(code)
    week = {int(weekday): read_hours(rows) for weekday, rows in entry["week"].items()}
    days = {rule.day: rule for rule in seed_days(years or seed_years())}
    return WorkingCalendar(code, entry["version"], week, days)


def seed_days(years: Collection[int]) -> tuple[DayRule, ...]:
    """One rule for each day of `years` that differs from the week, in order of days."""
    rules: dict[date, DayRule] = {}
    for year in sorted(set(years)):
        rules |= {rule.day: rule for rule in _library_days(year)}
    rules |= {rule.day: rule for rule in _decided_days() if rule.day.year in years}
    return tuple(rules[day] for day in sorted(rules))


def _library_days(year: int) -> Iterator[DayRule]:
    """What the library knows of one year: holidays, then days worked in exchange."""
    known = country_holidays("VN", years=year, language="vi")
    for day, name in known.items():
        reason = _reason(name, day)
        yield DayRule(day, working=False, reason=reason["vi"], reason_en=reason["en"])
    swapped = _seed()["swapped"]
    hours = read_hours(swapped["hours"])
    for day in known.weekend_workdays:
        if day.year == year:
            why = swapped["reason"]
            yield DayRule(day, working=True, reason=why["vi"], hours=hours, reason_en=why["en"])


def _decided_days() -> Iterator[DayRule]:
    """The decisions of calendars.json, a rule a day."""
    for decision in _seed()["decisions"]:
        first, last = date.fromisoformat(decision["from"]), date.fromisoformat(decision["to"])
        reason, rows = decision["reason"], decision.get("hours")
        for offset in range((last - first).days + 1):
            yield DayRule(
                first + timedelta(days=offset),
                decision["working"],
                reason["vi"],
                decision["document"],
                read_hours(rows) if rows else None,
                reason["en"],
            )


def _reason(name: str, day: date) -> Mapping[str, str]:
    """The library's name of a day as the office words it, marked where it is still a guess."""
    seed = _seed()
    names: Sequence[Mapping[str, str]] = seed["names"]
    found = next((entry for entry in names if entry["contains"] in name), {"vi": name, "en": name})
    if day.year <= seed["decided_through"] or found["vi"] not in seed["chosen_each_year"]:
        return found
    expected: Mapping[str, str] = seed["expected"]
    return {language: f"{found[language]} ({expected[language]})" for language in expected}


def _entry(code: str) -> Mapping[str, Any]:
    entries: Sequence[Mapping[str, Any]] = _seed()["calendars"]
    return next(entry for entry in entries if entry["code"] == code)


@cache
def _seed() -> Seed:
    path = files("procedures").joinpath("catalogue", "data", "calendars.json")
    loaded: Seed = json.loads(path.read_text("utf-8"))
    return loaded
