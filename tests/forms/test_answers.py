"""Sealed answers: one form, one digest, nothing that changes afterwards."""

import json
import unicodedata
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.answers import example_answers, restore_answers, seal_answers, thaw
from forms.display import diff, show
from forms.errors import NotSealable
from forms.kinds.base import Context
from forms.rules import check_all
from tests.forms.province import Province
from tests.forms.samples import TODAY, a_field, a_form, every_kind
from tests.forms.strategies import anything, plausible_answers

SCHEMA = every_kind()
CONTEXT = Context(today=TODAY, choices=Province())


def test_examples_pass() -> None:
    answers = example_answers(SCHEMA, CONTEXT)
    assert check_all(SCHEMA, answers, TODAY, choices=Province()) == []
    missing = {field.name for field in SCHEMA.leaves()} - set(answers)
    assert missing == set()


def test_hidden_unknown_and_blank_answers_are_left_out() -> None:
    form = a_form(
        a_field("a", "text"),
        a_field("b", "text", show_when={"filled": "a"}),
        a_field("c", "checkbox"),
    )
    assert dict(seal_answers(form, {"b": "x", "z": "y", "c": False}).body) == {"c": False}
    assert dict(seal_answers(form, {"a": "x", "b": "y"}).body) == {"a": "x", "b": "y"}


def test_computed_answers_are_sealed_in_vietnamese() -> None:
    body = seal_answers(
        SCHEMA,
        {
            "ho_ten": "Nguyễn Văn A",
            "ngay_sinh": "1990-04-01",
            "thanh_vien": [{"ten": "B", "phan": 5}, {"ten": "C", "phan": 7}],
        },
    ).body
    assert body["sinh_bang_chu"] == "Ngày một tháng tư năm một nghìn chín trăm chín mươi"
    assert body["tong"] == 12
    assert body["ky"] == "Nguyễn Văn A"


def test_hidden_cells_are_left_out() -> None:
    row = {"ten": "A", "la_chu": False, "ly_do": "x", "khac": 1}
    body = seal_answers(SCHEMA, {"thanh_vien": [row]}).body
    assert thaw(body["thanh_vien"]) == [{"ten": "A", "la_chu": False}]


def test_the_body_cannot_be_changed() -> None:
    answers: Any = seal_answers(SCHEMA, example_answers(SCHEMA, CONTEXT))
    with pytest.raises(TypeError):
        answers.body["ho_ten"] = "x"
    with pytest.raises(TypeError):
        answers.body["thanh_vien"][0]["ten"] = "x"
    with pytest.raises(TypeError):
        answers.body["cha_sinh"]["year"] = 1


def test_the_canonical_form_is_plain_json() -> None:
    answers = seal_answers(SCHEMA, {"so_con": 2, "ho_ten": "Ê"})
    assert answers.canonical == '{"ho_ten":"Ê","ky":"Ê","so_con":2}'.encode()
    assert json.loads(answers.canonical) == thaw(answers.body)


def test_restored_answers_are_the_sealed_ones() -> None:
    answers = seal_answers(SCHEMA, example_answers(SCHEMA, CONTEXT))
    assert restore_answers(answers.canonical, answers.digest) == answers
    with pytest.raises(ValueError, match="not the ones"):
        restore_answers(answers.canonical + b" ", answers.digest)


def test_what_check_refuses_is_not_sealed() -> None:
    with pytest.raises(NotSealable) as caught:
        seal_answers(SCHEMA, {"ngay_sinh": "31/02/abc", "so_con": "x"})
    assert [fault.field for fault in caught.value.faults] == ["so_con", "ngay_sinh"]


@given(plausible_answers(), st.randoms(use_true_random=False))
def test_the_digest_does_not_depend_on_order_or_letters_taken_apart(
    answers: dict[str, object], random: Random
) -> None:
    names = list(answers)
    random.shuffle(names)
    apart = json.loads(unicodedata.normalize("NFD", json.dumps(answers, ensure_ascii=False)))
    shuffled = {name: apart[name] for name in names}
    assert seal_answers(SCHEMA, shuffled).digest == seal_answers(SCHEMA, answers).digest


@given(plausible_answers())
def test_sealing_twice_changes_nothing(answers: dict[str, object]) -> None:
    once = seal_answers(SCHEMA, answers)
    again = seal_answers(SCHEMA, once.body)
    assert again == once
    assert diff(once.body, again.body, SCHEMA) == []


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from([f.name for f in SCHEMA.leaves()]), anything(), max_size=8))
def test_hostile_answers_give_faults_and_never_an_exception(answers: dict[str, object]) -> None:
    faults = check_all(SCHEMA, answers, TODAY, choices=Province())
    order = [field.name for field in SCHEMA.leaves()]
    places = [order.index((fault.field or "").partition("-")[0]) for fault in faults]
    assert places == sorted(places)
    assert all("{" not in str(fault.message) for fault in faults)
    show(SCHEMA, answers, "vi", today=TODAY)
    show(SCHEMA, answers, "en", today=TODAY)
    if not faults:
        seal_answers(SCHEMA, answers, today=TODAY)


def test_a_million_rows_are_one_fault() -> None:
    rows = [{"ten": "A"}] * 10**6
    faults = check_all(SCHEMA, {"thanh_vien": rows, "nganh": ["x"] * 10**6}, TODAY)
    found = [fault.field for fault in faults if fault.field in {"thanh_vien", "nganh"}]
    assert found == ["thanh_vien", "nganh"]
    (page,) = show(SCHEMA, {"thanh_vien": rows}, today=TODAY)
    (row,) = (row for row in page.rows if row.name == "thanh_vien")
    assert len(row.lines) <= 5
