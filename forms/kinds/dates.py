"""Days: typed in three boxes, or pasted whole into the first; also with hour and minute."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from forms.errors import N_, msg

from .base import Context, FieldLike, Kind, Problem, Refused, Span, wrong_shape
from .cleaning import clean
from .wire import Wire
from .words import long_date

FIRST_YEAR, LAST_YEAR = 1800, 2200
PARTS = ("ngay", "thang", "nam")
_VIETNAMESE = re.compile(r"([0-9]{1,2})\s*[/.\-]\s*([0-9]{1,2})\s*[/.\-]\s*([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_MISSING = {
    "ngay": N_("“{label}” còn thiếu ngày."),
    "thang": N_("“{label}” còn thiếu tháng."),
    "nam": N_("“{label}” còn thiếu năm."),
}
_WRONG = {
    "ngay": N_("Ngày ở “{label}” phải là số từ 1 đến 31."),
    "thang": N_("Tháng ở “{label}” phải là số từ 1 đến 12."),
    "nam": N_("Năm ở “{label}” phải viết đủ bốn chữ số, ví dụ 1990."),
}
_LIMITS = {"ngay": (1, 31), "thang": (1, 12), "nam": (FIRST_YEAR, LAST_YEAR)}


def typed_parts(wire: Wire) -> dict[str, str]:
    """Day, month and year as typed, after taking apart a whole date in the first box."""
    parts = {part: clean(wire.first(part)) for part in PARTS}
    if not parts["thang"] and not parts["nam"]:
        whole = parts["ngay"] or clean(wire.first())
        if match := _VIETNAMESE.fullmatch(whole):
            return dict(zip(PARTS, match.groups(), strict=True))
        if match := _ISO.fullmatch(whole):
            return dict(zip(reversed(PARTS), match.groups(), strict=True))
    return parts


def number_in(part: str, text: str) -> int:
    """One box as a number within its limits; raises Refused pointing at the box."""
    low, high = _LIMITS[part]
    if re.fullmatch(r"[0-9]{1,4}", text) and low <= int(text) <= high:
        return int(text)
    raise Refused(msg(_WRONG[part]), part)


def real_day(year: int, month: int, day: int) -> date:
    """The day, or a refusal that names it when the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused(
            msg(N_("“{label}”: không có ngày {day:02}/{month:02}/{year}."),
                day=day, month=month, year=year)
        ) from None  # fmt: skip


def parse_day(wire: Wire) -> date | None:
    """The day in the three boxes; None when all are blank."""
    parts = typed_parts(wire)
    if not any(parts.values()):
        return None
    for part, text in parts.items():
        if not text:
            raise Refused(msg(_MISSING[part]), part)
    day, month, year = (number_in(part, parts[part]) for part in PARTS)
    return real_day(year, month, day)


def resolve(bound: object, today: date | None) -> date | None:
    """A bound in the form's JSON as a day; None when it needs a today that nobody gave."""
    if isinstance(bound, str) and bound != "today":
        return date.fromisoformat(bound)
    if today is None:
        return None
    if bound == "today":
        return today
    if isinstance(bound, Mapping) and "today_minus_days" in bound:
        return today - timedelta(days=int(bound["today_minus_days"]))
    if isinstance(bound, Mapping) and "years_before_today" in bound:
        return years_before(today, int(bound["years_before_today"]))
    return None


def years_before(today: date, years: int) -> date:
    """The same day so many years ago; 29 February becomes 28 February."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


def check_bounds(field: FieldLike, low: date, high: date, context: Context) -> Iterator[Problem]:
    """The value may mean any day from low to high: refused only when none of them will do."""
    latest = resolve(field.not_after, context.today) if field.not_after else None
    earliest = resolve(field.not_before, context.today) if field.not_before else None
    if latest and low > latest:
        yield Problem(
            msg(N_("“{label}” không được sau ngày hôm nay."))
            if field.not_after == "today"
            else msg(N_("“{label}” không được sau ngày {day}."), day=f"{latest:%d/%m/%Y}")
        )
    if earliest and high < earliest:
        yield Problem(msg(N_("“{label}” không được trước ngày {day}."), day=f"{earliest:%d/%m/%Y}"))


def boxes(day: date) -> dict[str, list[str]]:
    """The three boxes' contents."""
    return {"ngay": [str(day.day)], "thang": [str(day.month)], "nam": [str(day.year)]}


def example_day(field: FieldLike, context: Context) -> date:
    """A day inside the bounds."""
    latest = resolve(field.not_after, context.today) if field.not_after else None
    earliest = resolve(field.not_before, context.today) if field.not_before else None
    day = date(1990, 2, 1)
    if earliest and day < earliest:
        day = earliest
    return min(day, latest) if latest else day


def stored_day(text: str) -> date:
    """A stored ISO day; refuses any other text."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise wrong_shape()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise wrong_shape() from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise wrong_shape()
    return day


def shown_day(day: date, locale: str) -> str:
    """01/02/1990 for Vietnamese readers, 1 February 1990 for English ones."""
    return long_date(day, "en") if locale == "en" else f"{day:%d/%m/%Y}"


class DateKind(Kind[str]):
    """An ISO day: "1990-02-01"."""

    name = "date"

    def parse(self, field: FieldLike, wire: Wire, context: Context) -> str | None:
        day = parse_day(wire)
        return day.isoformat() if day else None

    def read(self, field: FieldLike, stored: object) -> str:
        if not isinstance(stored, str):
            raise wrong_shape()
        return stored_day(stored).isoformat()

    def check(self, field: FieldLike, value: str, context: Context) -> Iterator[Problem]:
        day = date.fromisoformat(value)
        yield from check_bounds(field, day, day, context)

    def show(self, field: FieldLike, value: str, locale: str) -> list[str]:
        return [shown_day(date.fromisoformat(value), locale)]

    def spread(self, field: FieldLike, value: str, context: Context) -> dict[str, list[str]]:
        return boxes(date.fromisoformat(value))

    def example(self, field: FieldLike, context: Context) -> str | None:
        return example_day(field, context).isoformat()

    def measure(self, value: str) -> Span | None:
        day = date.fromisoformat(value)
        return day, day


class DatetimeKind(Kind[str]):
    """A day with hour and minute in local time; the hour may be unknown if the form says so."""

    name = "datetime"

    def parse(self, field: FieldLike, wire: Wire, context: Context) -> str | None:
        day = parse_day(wire)
        hour, minute = clean(wire.first("gio")), clean(wire.first("phut"))
        if day is None:
            if hour or minute:
                raise Refused(msg(_MISSING["ngay"]), "ngay")
            return None
        if not hour and not minute and field.precision == "day":
            return day.isoformat()
        return f"{day.isoformat()}T{_clock(hour, minute):%H:%M}"

    def read(self, field: FieldLike, stored: object) -> str:
        if not isinstance(stored, str):
            raise wrong_shape()
        day, _, clock = stored.partition("T")
        if not clock and field.precision == "day":
            return stored_day(day).isoformat()
        if not re.fullmatch(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", clock):
            raise wrong_shape()
        return f"{stored_day(day).isoformat()}T{clock}"

    def check(self, field: FieldLike, value: str, context: Context) -> Iterator[Problem]:
        day = date.fromisoformat(value[:10])
        yield from check_bounds(field, day, day, context)

    def show(self, field: FieldLike, value: str, locale: str) -> list[str]:
        shown = shown_day(date.fromisoformat(value[:10]), locale)
        if "T" not in value:
            return [shown]
        hour, minute = value[11:].split(":")
        if locale == "en":
            return [f"{shown}, {hour}:{minute}"]
        return [f"{hour} giờ {minute} phút, ngày {shown}"]

    def spread(self, field: FieldLike, value: str, context: Context) -> dict[str, list[str]]:
        inputs = boxes(date.fromisoformat(value[:10]))
        if "T" in value:
            inputs["gio"], inputs["phut"] = [value[11:13]], [value[14:16]]
        return inputs

    def example(self, field: FieldLike, context: Context) -> str | None:
        return f"{example_day(field, context).isoformat()}T08:30"

    def measure(self, value: str) -> Span | None:
        if "T" in value:
            moment = datetime.fromisoformat(value)
            return moment, moment
        day = date.fromisoformat(value)
        return datetime.combine(day, time.min), datetime.combine(day, time.max)


def _clock(hour: str, minute: str) -> time:
    if not re.fullmatch(r"[0-9]{1,2}", hour) or int(hour) > 23:  # noqa: PLR2004
        raise Refused(msg(N_("Giờ ở “{label}” phải là số từ 0 đến 23.")), "gio")
    if not re.fullmatch(r"[0-9]{1,2}", minute or "0") or int(minute or "0") > 59:  # noqa: PLR2004
        raise Refused(msg(N_("Phút ở “{label}” phải là số từ 0 đến 59.")), "phut")
    return time(int(hour), int(minute or "0"))
