"""How dates, money and sizes are written, in Vietnamese official style and in English."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from procedures.clock import Measure, TimeLimit, amount_in_words

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
KILO = 1000

Say = Callable[[Any, str], str]
Filter = Callable[[object], str]


def _day(value: date) -> date:
    return value.astimezone(ZONE).date() if isinstance(value, datetime) else value


def short_date(value: date, locale: str) -> str:
    """13/02/2026; in English 13 Feb 2026, which no reader can take for another day."""
    day = _day(value)
    return f"{day:%d/%m/%Y}" if locale == "vi" else format_date(day, "d MMM yyyy", locale=locale)


def long_date(value: date, locale: str) -> str:
    """The date line of NĐ 30/2020/NĐ-CP, annex I: a leading 0 for days below 10 and months 1, 2."""
    day = _day(value)
    if locale != "vi":
        return format_date(day, "d MMMM yyyy", locale=locale)
    month = f"{day:%m}" if day.month in {1, 2} else str(day.month)
    return f"ngày {day:%d} tháng {month} năm {day:%Y}"


def weekday(value: date, locale: str) -> str:
    """The day of the week: "Thứ Sáu", "Friday"."""
    return format_date(_day(value), "EEEE", locale=locale)


def clock(value: datetime, _locale: str) -> str:
    """The hour and minute in Viet Nam: 15:00."""
    return f"{value.astimezone(ZONE):%H:%M}"


def date_time(value: datetime, locale: str) -> str:
    """15:00 ngày 13/02/2026, or 13 Feb 2026, 15:00."""
    hour, day = clock(value, locale), short_date(value, locale)
    return f"{hour} ngày {day}" if locale == "vi" else f"{day}, {hour}"


def moment(value: date, locale: str) -> str:
    """A day as a date, an instant as a date with its hour."""
    return date_time(value, locale) if isinstance(value, datetime) else short_date(value, locale)


def machine(value: date, _locale: str) -> str:
    """The value of an HTML `datetime` attribute."""
    return (
        value.astimezone(ZONE).isoformat(timespec="minutes")
        if isinstance(value, datetime)
        else value.isoformat()
    )


def number(value: Decimal | float, locale: str) -> str:
    """1.234.567,5 in Vietnamese, 1,234,567.5 in English."""
    return format_decimal(value, locale=locale)


def share(value: float, locale: str) -> str:
    """98,50% in Vietnamese, 98.50% in English: two decimals, as indices are told."""
    return format_percent(value, "0.00%", locale=locale)


def money(value: int | Decimal, locale: str) -> str:
    """8.000 đồng, or 8,000 VND; as the e-forms and the papers write it."""
    return f"{number(value, locale)} {'đồng' if locale == 'vi' else 'VND'}"


def term(value: TimeLimit, locale: str) -> str:
    """3 ngày làm việc, or 3 working days."""
    return amount_in_words(value.value, Measure(value.unit.value), locale)


def file_size(value: int, locale: str) -> str:
    """B, kB or MB, with one decimal from a megabyte on."""
    if value < KILO:
        return f"{value} B"
    if value < KILO * KILO:
        return f"{number(round(value / KILO), locale)} kB"
    return f"{number(round(value / KILO / KILO, 1), locale)} MB"


FILTERS: Mapping[str, Say] = {
    "date": short_date,
    "long_date": long_date,
    "weekday": weekday,
    "clock": clock,
    "datetime": date_time,
    "moment": moment,
    "machine": machine,
    "number": number,
    "money": money,
    "share": share,
    "term": term,
    "file_size": file_size,
}
