"""The proof that a citizen reads, in both languages."""

import json
from datetime import date
from importlib.resources import files
from string import Formatter

import pytest

from procedures.clock import Due, Extension, Measure, StepKind, TermUnit, due, explain
from tests.law.clock_samples import OFFICE, at, pause, term

PHRASES = json.loads(files("procedures.clock").joinpath("phrases.json").read_text("utf-8"))


def test_a_term_over_tet_is_explained_in_vietnamese() -> None:
    counted = due(at("2026-02-13 09:00"), term(3, "working_day"), OFFICE)
    assert explain(counted, "vi") == [
        "Tiếp nhận hồ sơ: 09 giờ 00 phút, ngày 13/02/2026.",
        (
            "3 ngày làm việc kể từ 13/02/2026, không tính ngày tiếp nhận: "
            "đến hết giờ làm việc ngày 25/02/2026."
        ),
        "Không tính thời gian nghỉ 14/02/2026–22/02/2026: Nghỉ Tết Nguyên đán.",
        "Hạn trả: 17 giờ 00 phút, ngày 25/02/2026.",
    ]


def test_the_same_in_english() -> None:
    counted = due(at("2026-03-06 17:30"), term(1, "working_day"), OFFICE)
    assert explain(counted, "en") == [
        "Dossier received: 17:30 on 6 March 2026.",
        (
            "The office was closed then (outside working hours), so it counts as received at "
            "07:30 on 9 March 2026."
        ),
        (
            "1 working day from 9 March 2026, the day of reception not counted: "
            "until the close of hours on 10 March 2026."
        ),
        "Due: 17:00 on 10 March 2026.",
    ]


def test_what_was_left_at_a_pause_is_told_in_hours() -> None:
    stops = [pause("2026-03-04 10:00", "2026-03-06 10:00", "Chờ bổ sung hồ sơ")]
    sentences = explain(due(at("2026-03-02 09:00"), term(5, "working_day"), OFFICE, stops), "vi")
    assert (
        "Tạm dừng từ 10 giờ 00 phút, ngày 04/03/2026 đến 10 giờ 00 phút, ngày 06/03/2026 "
        "(Chờ bổ sung hồ sơ); lúc tạm dừng còn 29 giờ 30 phút làm việc."
    ) in sentences


def test_a_moved_end_and_a_clipped_month_are_told() -> None:
    counted = due(at("2025-10-31 09:00"), term(1, "month"), OFFICE)
    assert explain(counted, "vi")[2:4] == [
        "Tháng hết hạn không có ngày 31, nên lấy ngày cuối tháng 30/11/2025.",
        (
            "Ngày 30/11/2025 là ngày nghỉ (nghỉ hằng tuần), "
            "nên hạn chuyển sang ngày làm việc tiếp theo 01/12/2025."
        ),
    ]


def test_an_unknown_language_reads_vietnamese() -> None:
    counted = due(at("2026-03-02 09:00"), term(1, "same_day"), OFFICE)
    assert explain(counted, "fr") == explain(counted, "vi")


def _every_kind() -> list[Due]:
    stop = pause("2026-03-04 10:00", "2026-03-06 10:00", "")
    grant = Extension(date(2026, 3, 20), at("2026-03-03 10:00"))
    monday = at("2026-03-02 09:00")
    plain = [due(monday, term(1, unit), OFFICE) for unit in TermUnit]
    return [
        *plain,
        due(monday, term(5, "working_day"), OFFICE, [stop, pause("2026-04-20 09:00", None)]),
        due(monday, term(5, "working_day"), OFFICE, [pause("2026-03-04 10:00", None)]),
        due(monday, term(5, "day"), OFFICE, [grant, stop]),
        due(at("2026-01-09 16:30"), term(2, "working_day"), OFFICE),
        due(at("2026-03-02 16:30"), term(1, "same_day"), OFFICE),
        due(at("2025-12-31 09:00"), term(3, "working_day"), OFFICE),
    ]


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_trace_can_be_told(locale: str) -> None:
    for counted in _every_kind():
        sentences = explain(counted, locale)
        assert len(sentences) == len(counted.trace)
        assert all(sentence[-1] == "." and "{" not in sentence for sentence in sentences)


@pytest.mark.parametrize("counted", _every_kind(), ids=range(11))
def test_a_trace_survives_its_storage(counted: Due) -> None:
    assert Due.from_json(json.loads(json.dumps(counted.to_json()))) == counted


def test_both_languages_have_the_same_sentences_with_the_same_facts() -> None:
    vietnamese, english = PHRASES["vi"]["steps"], PHRASES["en"]["steps"]
    assert vietnamese.keys() == english.keys()
    for key in vietnamese:
        assert _facts(vietnamese[key]) == _facts(english[key]), key
    told = {key.partition(".")[0] for key in vietnamese}
    assert told == set(StepKind)
    assert set(PHRASES["vi"]["units"]) == set(PHRASES["en"]["units"]) == set(Measure)


def _facts(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_a_pause_that_an_act_began_is_told_in_words() -> None:
    stops = [pause("2026-03-04 10:00", "2026-03-06 10:00", "ask_supplement")]
    counted = due(at("2026-03-02 09:00"), term(5, "working_day"), OFFICE, stops)
    assert "(chờ người nộp bổ sung hồ sơ)" in "".join(explain(counted, "vi"))
    assert "(awaiting the applicant's supplement)" in "".join(explain(counted, "en"))
