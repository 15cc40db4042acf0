"""The macros that draw questions: valid HTML, every input named, described and kept."""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from forms.answers import example_answers
from forms.build import PageForm, build_page
from forms.kinds.base import Context
from forms.kinds.wire import Typed
from tests.forms.province import Province
from tests.forms.samples import TODAY, every_kind

SCHEMA = every_kind()
TEMPLATES = Path(__file__).parents[2] / "templates"
PAGE = """<!DOCTYPE html><html lang="vi"><head><title>x</title></head><body><form method="post">
{% from "_kit/field.html" import questions, enter_button %}
{{ enter_button() }}{{ questions(form, "/dia-danh") }}</form></body></html>"""


@cache
def environment() -> Environment:
    environment: Any = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)
    return environment  # type: ignore[no-any-return]


def draw(form: PageForm) -> Element:
    html = environment().from_string(PAGE).render(form=form)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    return tree


def form_of(answers: dict[str, object], typed: dict[str, list[str]] | None = None) -> PageForm:
    page = build_page(SCHEMA, "trang", answers, today=TODAY, choices=Province())
    return page(Typed(typed)) if typed is not None else page()


def faulty() -> PageForm:
    form = form_of({}, {"ngay_sinh-ngay": ["<b>"], "thanh_vien-0-phan": ["x"], "noi_o-0": ["24"]})
    form.validate()
    return form


def states() -> list[PageForm]:
    full = example_answers(SCHEMA, Context(today=TODAY, choices=Province()))
    return [form_of({}), form_of(full), faulty()]


@pytest.mark.parametrize("state", range(3))
def test_ids_are_unique_and_references_lead_somewhere(state: int) -> None:
    tree = draw(states()[state])
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    for element in tree.iter():
        for name in (element.get("aria-describedby") or "").split():
            assert name in ids, name


@pytest.mark.parametrize("state", range(3))
def test_every_input_has_a_label(state: int) -> None:
    tree = draw(states()[state])
    labelled = {label.get("for") for label in tree.iter("label")}
    for tag in ("input", "select", "textarea"):
        for element in tree.iter(tag):
            if element.get("type") != "hidden":
                assert element.get("id") in labelled, element.get("name")


def test_what_stands_in_the_inputs_is_what_the_form_has() -> None:
    form = states()[1]
    sent: dict[str, list[str]] = {}
    for element in draw(form).iter():
        name = element.get("name")
        if not name or name.startswith("_"):
            continue
        if element.tag == "textarea":
            sent.setdefault(name, []).append((element.text or "").removeprefix("\n"))
        elif element.tag == "select":
            chosen = [
                o.get("value", "") for o in element.iter("option") if o.get("selected") is not None
            ]
            sent.setdefault(name, []).extend(chosen)
        elif element.tag == "input" and (
            element.get("type") not in {"radio", "checkbox"} or element.get("checked") is not None
        ):
            sent.setdefault(name, []).append(element.get("value", ""))
    again = form_of({}, sent)
    assert again.validate(), again.errors
    assert again.read() == form_of({}, form.typed).read()


def test_the_error_summary_leads_to_inputs_that_exist() -> None:
    form = faulty()
    ids = {element.get("id") for element in draw(form).iter()}
    assert form.error_list
    for line in form.error_list:
        assert line.field in ids, line


def test_errors_are_beside_the_input_and_described() -> None:
    tree = draw(faulty())
    errors = {
        e.get("id"): "".join(e.itertext())
        for e in tree.iter("p")
        if "error" in (e.get("class") or "")
    }
    assert "Lỗi: Hãy khai “Mục ho_ten”." in errors["ho_ten-error"]
    (box,) = (e for e in tree.iter("input") if e.get("id") == "ho_ten")
    assert "ho_ten-error" in (box.get("aria-describedby") or "")


def test_buttons_for_rows_and_lists_work_without_a_script() -> None:
    names = {button.get("name") for button in draw(states()[0]).iter("button")}
    assert {"_add:thanh_vien", "_refresh:noi_o", "_refresh:noi_nop"} <= names


def test_conditions_are_said_and_carried() -> None:
    tree = draw(states()[0])
    texts = ["".join(e.itertext()) for e in tree.iter("p") if e.get("data-when") is not None]
    assert "Chỉ khai nếu “Mục gioi_tinh” là “NAM”." in texts
    carried = [e.get("data-show-when") for e in tree.iter("div") if e.get("data-show-when")]
    assert '{"eq": ["gioi_tinh", "nam"]}' in carried
