"""Dates, times, money and numbers worded as NĐ 30/2020/NĐ-CP and the forms word them.

Everything here is Vietnamese on purpose: papers are written in the language of the law.
"""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS: Final = ("", " nghìn", " triệu")
_BILLION: Final = 10**9


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


def clock_time(value: str | datetime) -> str:
    """`09 giờ 05 phút`."""
    return as_moment(value).strftime("%H giờ %M phút")


def long_moment(value: str | datetime) -> str:
    """`09 giờ 05 phút, ngày 05 tháng 02 năm 2026`."""
    return f"{clock_time(value)}, {long_date(as_moment(value))}"


def money(amount: int) -> str:
    """`1.234.567 đồng`."""
    return f"{amount:,}".replace(",", ".") + " đồng"


def money_in_words(amount: int) -> str:
    """`Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng`."""
    words = in_words(amount)
    return f"{words[0].upper()}{words[1:]} đồng"


def in_words(number: int) -> str:
    """A whole number in words, as it is read aloud in the north."""
    if number < 0:
        return f"âm {in_words(-number)}"
    if number < _BILLION:
        return _below_billion(number, inside=False)
    high, low = divmod(number, _BILLION)
    head = f"{in_words(high)} tỷ"
    return f"{head} {_below_billion(low, inside=True)}" if low else head


def _below_billion(number: int, *, inside: bool) -> str:
    if number == 0:
        return _DIGITS[0]
    parts: list[str] = []
    for place in (2, 1, 0):
        group = number // 1000**place % 1000
        if group:
            parts.append(_hundreds(group, full=inside or bool(parts)) + _GROUPS[place])
    return " ".join(parts)


def _hundreds(group: int, *, full: bool) -> str:
    hundred, rest = divmod(group, 100)
    ten, unit = divmod(rest, 10)
    words: list[str] = []
    if hundred or full:
        words.append(f"{_DIGITS[hundred]} trăm")
    if ten == 0 and unit and words:
        words.append(f"linh {_DIGITS[unit]}")
    else:
        words.extend(_tens(ten, unit))
    return " ".join(words)


def _tens(ten: int, unit: int) -> list[str]:
    if ten == 0:
        return [_DIGITS[unit]] if unit else []
    head = "mười" if ten == 1 else f"{_DIGITS[ten]} mươi"
    if unit == 0:
        return [head]
    if unit == 5:  # noqa: PLR2004 - read "lăm" after a ten
        return [head, "lăm"]
    if unit == 1 and ten > 1:
        return [head, "mốt"]
    if unit == 4 and ten > 1:  # noqa: PLR2004 - read "tư" after twenty
        return [head, "tư"]
    return [head, _DIGITS[unit]]
