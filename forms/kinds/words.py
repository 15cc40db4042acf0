"""Numbers, money and dates written out in words, as official papers want them."""

from datetime import date

from .words_en import cardinal_en, ordinal_en

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
BILLION = 10**9


def cardinal(number: int, *, odd: str = "linh") -> str:
    """A whole number in Vietnamese; `odd` joins a bare unit to hundreds: linh, or lẻ."""
    if number < 0:
        return "âm " + cardinal(-number, odd=odd)
    if number == 0:
        return _DIGITS[0]
    high, low = divmod(number, BILLION)
    words = [cardinal(high, odd=odd), "tỷ"] if high else []
    for size, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, low = divmod(low, size)
        if group:
            words += [_group(group, full=bool(words), odd=odd), name]
    return " ".join(word for word in words if word)


def _group(number: int, *, full: bool, odd: str) -> str:
    """1 to 999; `full` says the hundreds even when there are none."""
    hundreds, rest = divmod(number, 100)
    tens, unit = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0:
        words += [odd, _DIGITS[unit]] if unit and words else [_DIGITS[unit]] if unit else []
        return " ".join(words)
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if unit:
        words.append(_unit_after_tens(tens, unit))
    return " ".join(words)


def _unit_after_tens(tens: int, unit: int) -> str:
    """Mười lăm, hai mươi mốt, hai mươi tư: the unit changes its sound after tens."""
    if unit == 5:  # noqa: PLR2004 - digits
        return "lăm"
    if tens > 1:
        return {1: "mốt", 4: "tư"}.get(unit, _DIGITS[unit])
    return _DIGITS[unit]


def money_in_words(amount: int, locale: str = "vi") -> str:
    """1234000 -> "Một triệu hai trăm ba mươi tư nghìn đồng"."""
    words = f"{cardinal_en(amount)} dong" if locale == "en" else f"{cardinal(amount)} đồng"
    return words[0].upper() + words[1:]


def date_in_words(
    year: int, month: int | None = None, day: int | None = None, locale: str = "vi"
) -> str:
    """2024-08-15 -> "Ngày mười lăm tháng tám năm hai nghìn không trăm hai mươi tư"."""
    if locale == "en":
        return _date_in_english(year, month, day)
    words = [f"ngày {cardinal(day)}"] if day else []
    if month:
        words.append(f"tháng {'tư' if month == 4 else cardinal(month)}")  # noqa: PLR2004
    words.append(f"năm {cardinal(year)}")
    return " ".join(words).capitalize()


def _date_in_english(year: int, month: int | None, day: int | None) -> str:
    words = [f"the {ordinal_en(day)} of"] if day else []
    if month:
        words.append(_MONTHS_EN[month - 1] + ("," if day else ""))
    words.append(cardinal_en(year))
    said = " ".join(words)
    return said[0].upper() + said[1:]


def long_date(day: date, locale: str = "vi") -> str:
    """The date as running text has it: ngày 05 tháng 8 năm 2024; 5 August 2024.

    Days below 10 and months 1 and 2 take a leading 0 (Nghị định 30/2020/NĐ-CP, Phụ lục I).
    """
    if locale == "en":
        return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"
    month = f"{day.month:02}" if day.month < 3 else f"{day.month}"  # noqa: PLR2004
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def month_name(month: int) -> str:
    """The month in English: running Vietnamese text has its number."""
    return _MONTHS_EN[month - 1]
