"""What is said, and how it is written, in both languages."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal import i18n, wording
from procedures.errors import NotFound

EVENING = datetime(2026, 2, 4, 20, 30, tzinfo=UTC)
"""Half past three in the morning of the next day in Viet Nam."""

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Nộp hồ sơ"
msgstr "Submit"

msgid "Không có hồ sơ {code} ở {unit}, tính đến {day}"
msgstr "There is no dossier {code} at {unit} as of {day}"

#, fuzzy
msgid "Tiếp nhận"
msgstr "Received by guess"
"""


@pytest.fixture
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An English catalogue of three messages, one of them fuzzy, spoken for the whole test."""
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(CATALOGUE, encoding="utf-8")
    load = i18n.catalogue.__wrapped__
    monkeypatch.setattr(i18n, "catalogue", lambda locale: load(locale, tmp_path))
    with i18n.speaking("en"):
        yield


def test_vietnamese_is_spoken_unless_the_cookie_says_english() -> None:
    app = Flask("test")
    for cookie, locale in {"en": "en", "vi": "vi", "fr": "vi", "": "vi"}.items():
        headers = {"Cookie": f"lang={cookie}", "Accept-Language": "en-GB"}
        with app.test_request_context("/", headers=headers):
            assert i18n.current_locale() == locale
    assert i18n.current_locale() == "vi"


def test_a_block_may_speak_another_language_and_gives_it_back() -> None:
    with i18n.speaking("en"), i18n.speaking("vi"):
        assert i18n.current_locale() == "vi"
    assert i18n.current_locale() == "vi"


@pytest.mark.usefixtures("english")
def test_messages_come_from_the_catalogue_and_a_fuzzy_one_stays_vietnamese() -> None:
    assert i18n.gettext("Nộp hồ sơ") == "Submit"
    assert str(i18n.lazy_gettext("Nộp hồ sơ")) == "Submit"
    assert i18n.gettext("Tiếp nhận") == "Tiếp nhận"
    assert i18n.gettext("") == ""


@pytest.mark.usefixtures("english")
def test_a_refusal_is_translated_before_it_is_filled_in() -> None:
    refusal = NotFound(
        "Không có hồ sơ {code} ở {unit}, tính đến {day}",
        code="{unit}",
        unit={"vi": "Phường Thọ Xương", "en": "Tho Xuong Ward"},
        day=date(2026, 2, 5),
    )
    assert (
        i18n.translate(refusal) == "There is no dossier {unit} at Tho Xuong Ward as of 5 Feb 2026"
    )


def test_a_missing_language_of_a_text_falls_back_to_the_legal_one() -> None:
    with i18n.speaking("en"):
        assert i18n.text({"vi": "Khai sinh", "en": ""}) == "Khai sinh"
    assert i18n.text(None) == ""
    assert i18n.text(8) == "8"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 10), "ngày 10 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
        (EVENING, "ngày 05 tháng 02 năm 2026"),
    ],
)
def test_the_date_line_follows_the_decree(day: date, said: str) -> None:
    assert wording.long_date(day, "vi") == said


def test_an_instant_is_told_in_the_hours_of_viet_nam() -> None:
    assert wording.date_time(EVENING, "vi") == "03:30 ngày 05/02/2026"
    assert wording.date_time(EVENING, "en") == "5 Feb 2026, 03:30"
    assert wording.machine(EVENING, "vi") == "2026-02-05T03:30+07:00"
    assert wording.machine(date(2026, 2, 5), "vi") == "2026-02-05"
    assert wording.weekday(EVENING, "vi") == "Thứ Năm"
    assert wording.moment(date(2026, 2, 5), "vi") == "05/02/2026"


def test_money_numbers_and_sizes() -> None:
    assert wording.money(8000, "vi") == "8.000 đồng"
    assert wording.money(Decimal(1500000), "en") == "1,500,000 VND"
    assert wording.number(1234.5, "vi") == "1.234,5"
    assert [wording.file_size(n, "vi") for n in (999, 1000, 1_250_000)] == [
        "999 B",
        "1 kB",
        "1,2 MB",
    ]


@given(st.dates())
def test_every_day_has_a_date_line_that_reads_back(day: date) -> None:
    words = wording.long_date(day, "vi").split()
    assert (int(words[1]), int(words[3]), int(words[5])) == (day.day, day.month, day.year)
