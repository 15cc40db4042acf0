"""Dates, times and money worded as NĐ 30/2020/NĐ-CP words them.

Everything here is Vietnamese on purpose: papers are written in the language of the law.
"""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")


def as_moment(value: str | datetime) -> datetime:
    """An ISO text or an aware datetime, on the clock of Viet Nam."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if moment.tzinfo is None:
        message = "a moment on a paper needs its time zone"
        raise ValueError(message)
    return moment.astimezone(ZONE)


def as_date(value: str | date) -> date:
    """An ISO text, a date, or the Vietnamese day of a moment."""
    if isinstance(value, datetime):
        return as_moment(value).date()
    if isinstance(value, date):
        return value
    return as_moment(value).date() if "T" in value else date.fromisoformat(value)


def long_date(value: str | date) -> str:
    """`ngày 05 tháng 02 năm 2026`: a zero before days below 10 and months 1 and 2 only."""
    day = as_date(value)
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)  # noqa: PLR2004 - the decree
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(value: str | date) -> str:
    """`05/02/2026`."""
    return as_date(value).strftime("%d/%m/%Y")


def short_moment(value: str | datetime) -> str:
    """`09:05 05/02/2026`, for tables."""
    return as_moment(value).strftime("%H:%M %d/%m/%Y")


def zone_of(moment: datetime) -> str:
    """`+07:00`: an aware moment's zone as ISO 8601 writes it."""
    zone = f"{moment:%z}"
    return f"{zone[:3]}:{zone[3:]}"


def clock_time(value: str | datetime) -> str:
    """`09 giờ 05 phút`."""
    return as_moment(value).strftime("%H giờ %M phút")


def long_moment(value: str | datetime) -> str:
    """`09 giờ 05 phút, ngày 05 tháng 02 năm 2026`."""
    return f"{clock_time(value)}, {long_date(as_moment(value))}"


def money(amount: int) -> str:
    """`1.234.567 đồng`."""
    return f"{amount:,}".replace(",", ".") + " đồng"
