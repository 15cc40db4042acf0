"""Numbers and days in words, as a clerk would write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.kinds.words import cardinal, date_in_words, long_date, money_in_words
from forms.kinds.words_en import cardinal_en, ordinal_en


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (111, "một trăm mười một"),
        (121, "một trăm hai mươi mốt"),
        (1000, "một nghìn"),
        (1001, "một nghìn không trăm linh một"),
        (1050, "một nghìn không trăm năm mươi"),
        (2024, "hai nghìn không trăm hai mươi tư"),
        (10_000, "mười nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_234_567, "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy"),
        (10**9, "một tỷ"),
        (25 * 10**9 + 10**6, "hai mươi lăm tỷ không trăm linh một triệu"),
        (10**12, "một nghìn tỷ"),
        (-3, "âm ba"),
    ],
)
def test_cardinal(number: int, words: str) -> None:
    assert cardinal(number) == words


def test_the_south_says_le() -> None:
    assert cardinal(2005, odd="lẻ") == "hai nghìn không trăm lẻ năm"


def test_money_starts_with_a_capital() -> None:
    assert money_in_words(1_500_000) == "Một triệu năm trăm nghìn đồng"
    assert money_in_words(1_500_000, "en") == "One million five hundred thousand dong"


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((2024, 8, 15), "Ngày mười lăm tháng tám năm hai nghìn không trăm hai mươi tư"),
        ((1990, 4, 1), "Ngày một tháng tư năm một nghìn chín trăm chín mươi"),
        ((2005, 12, 31), "Ngày ba mươi mốt tháng mười hai năm hai nghìn không trăm linh năm"),
        ((1954, 5, None), "Tháng năm năm một nghìn chín trăm năm mươi tư"),
        ((1954, None, None), "Năm một nghìn chín trăm năm mươi tư"),
    ],
)
def test_dates(parts: tuple[int, int | None, int | None], words: str) -> None:
    assert date_in_words(*parts) == words


def test_dates_in_english() -> None:
    assert date_in_words(2024, 8, 22, "en") == (
        "The twenty-second of August, two thousand and twenty-four"
    )
    assert date_in_words(1954, 5, None, "en") == "May one thousand nine hundred and fifty-four"
    assert date_in_words(1954, None, None, "en") == "One thousand nine hundred and fifty-four"


def test_ordinals() -> None:
    said = [ordinal_en(n) for n in (1, 2, 3, 5, 8, 9, 12, 20, 21, 30)]
    assert said == [
        "first", "second", "third", "fifth", "eighth", "ninth", "twelfth", "twentieth",
        "twenty-first", "thirtieth",
    ]  # fmt: skip


def test_running_text_pads_small_days_and_the_first_two_months() -> None:
    assert long_date(date(2024, 1, 5)) == "ngày 05 tháng 01 năm 2024"
    assert long_date(date(2024, 3, 15)) == "ngày 15 tháng 3 năm 2024"
    assert long_date(date(2024, 3, 5), "en") == "5 March 2024"


_UNITS = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
          "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}  # fmt: skip


def _heard(words: str) -> int:
    """The number that a listener understands, by an independent reading from left to right."""
    total = billions = group = last = 0
    for word in words.split():
        match word:
            case "tỷ":
                billions = (billions + total + group + last) * 10**9
                total = group = last = 0
            case "triệu" | "nghìn":
                total += (group + last) * (10**6 if word == "triệu" else 10**3)
                group = last = 0
            case "trăm":
                group, last = last * 100, 0
            case "mươi":
                group, last = group + last * 10, 0
            case "mười":
                group, last = group + 10, 0
            case "linh":
                last = 0
            case _:
                last = _UNITS[word]
    return billions + total + group + last


@given(st.integers(min_value=0, max_value=10**18 - 1))
def test_a_listener_hears_the_number(number: int) -> None:
    assert _heard(cardinal(number)) == number


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=0, max_value=10**12))
def test_different_numbers_sound_different(one: int, other: int) -> None:
    assert (cardinal_en(one) == cardinal_en(other)) is (one == other)
