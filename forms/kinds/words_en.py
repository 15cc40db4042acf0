"""Whole numbers in English words, for the translation that stands beside the Vietnamese."""

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SIZES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip


def cardinal_en(number: int) -> str:
    """2024 -> "two thousand and twenty-four"."""
    if number < 0:
        return "minus " + cardinal_en(-number)
    if number < 20:  # noqa: PLR2004 - the words up to nineteen stand alone
        return _SMALL[number]
    words: list[str] = []
    for size, name in _SIZES:
        count, number = divmod(number, size)
        if count:
            words += [cardinal_en(count), name]
    words += _below_thousand(number, after=bool(words))
    return " ".join(words)


def _below_thousand(number: int, *, after: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [_SMALL[hundreds], "hundred"] if hundreds else []
    if rest:
        words += ["and"] if words or after else []
        words.append(_below_hundred(rest))
    return words


def _below_hundred(number: int) -> str:
    if number < len(_SMALL):
        return _SMALL[number]
    tens, unit = divmod(number, 10)
    return _TENS[tens] + (f"-{_SMALL[unit]}" if unit else "")


def ordinal_en(number: int) -> str:
    """21 -> "twenty-first"."""
    head, hyphen, last = cardinal_en(number).rpartition("-")
    plain = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return head + hyphen + _ORDINALS.get(last, plain)
