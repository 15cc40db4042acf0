"""Dates of which only the year, or year and month, may be known: births of old people."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypedDict

from forms.errors import N_, msg

from .base import Context, FieldLike, Kind, Problem, Refused, Span, wrong_shape
from .dates import (
    FIRST_YEAR,
    LAST_YEAR,
    check_bounds,
    example_day,
    number_in,
    real_day,
    shown_day,
    stored_day,
    typed_parts,
)
from .wire import Wire
from .words import month_name


class PartialDate(TypedDict):
    """A day of which month and day may be unknown; a known day has its month."""

    year: int
    month: int | None
    day: int | None


_LEAST = {"year": 1, "month": 2, "day": 3}


def span(value: PartialDate) -> tuple[date, date]:
    """The first and the last day that the partial date may mean."""
    month, day = value["month"], value["day"]
    first = date(value["year"], month or 1, day or 1)
    if day:
        return first, first
    end = month or 12
    return first, date(value["year"], end, monthrange(value["year"], end)[1])


class PartialDateKind(Kind[PartialDate]):
    """{"year", "month", "day"}; `precision` names the least that must be known.

    A whole ISO day is read too: what is known of a person is often one.
    """

    name = "partial_date"

    def parse(self, field: FieldLike, wire: Wire, context: Context) -> PartialDate | None:
        typed = typed_parts(wire)
        if not any(typed.values()):
            return None
        if not typed["nam"]:
            raise Refused(msg(N_("“{label}” còn thiếu năm.")), "nam")
        if typed["ngay"] and not typed["thang"]:
            raise Refused(msg(N_("“{label}” có ngày thì phải có tháng.")), "thang")
        year = number_in("nam", typed["nam"])
        month = number_in("thang", typed["thang"]) if typed["thang"] else None
        day = number_in("ngay", typed["ngay"]) if typed["ngay"] else None
        if day and month:
            real_day(year, month, day)
        return {"year": year, "month": month, "day": day}

    def read(self, field: FieldLike, stored: object) -> PartialDate:
        if isinstance(stored, str):
            day_of = stored_day(stored)
            stored = {"year": day_of.year, "month": day_of.month, "day": day_of.day}
        if not isinstance(stored, Mapping) or not set(stored) <= {"year", "month", "day"}:
            raise wrong_shape()
        year: Any = stored.get("year")
        month: Any = stored.get("month")
        day: Any = stored.get("day")
        if not _whole(year, FIRST_YEAR, LAST_YEAR):
            raise wrong_shape()
        if month is not None and not _whole(month, 1, 12):
            raise wrong_shape()
        if day is not None:
            if month is None or not _whole(day, 1, 31):
                raise wrong_shape()
            real_day(year, month, day)
        return {"year": year, "month": month, "day": day}

    def check(self, field: FieldLike, value: PartialDate, context: Context) -> Iterator[Problem]:
        known = 3 if value["day"] else 2 if value["month"] else 1
        if known < _LEAST[field.precision or "year"]:
            yield Problem(
                msg(N_("Hãy ghi đủ ngày, tháng, năm ở “{label}”."))
                if field.precision == "day"
                else msg(N_("Hãy ghi cả tháng và năm ở “{label}”."))
            )
        yield from check_bounds(field, *span(value), context)

    def show(self, field: FieldLike, value: PartialDate, locale: str) -> list[str]:
        year, month, day = value["year"], value["month"], value["day"]
        if month and day:
            return [shown_day(date(year, month, day), locale)]
        if month:
            return [f"{month_name(month)} {year}" if locale == "en" else f"{month:02}/{year}"]
        return [str(year)]

    def spread(
        self, field: FieldLike, value: PartialDate, context: Context
    ) -> dict[str, list[str]]:
        parts = {"ngay": value["day"], "thang": value["month"], "nam": value["year"]}
        return {part: [str(number)] for part, number in parts.items() if number}

    def example(self, field: FieldLike, context: Context) -> PartialDate | None:
        day = example_day(field, context)
        return {"year": day.year, "month": day.month, "day": day.day}

    def measure(self, value: PartialDate) -> Span | None:
        return span(value)


def _whole(number: object, low: int, high: int) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and low <= number <= high
