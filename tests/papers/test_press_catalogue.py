"""Every result that the catalogue promises has a form with a place for each of its facts."""

import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from procedures.catalogue.files import names, read
from procedures.catalogue.loader import load_procedure
from procedures.catalogue.types import ResultSpec
from procedures.papers.press import WeasyPress
from tests.papers.samples import ALL

_NO_PLACE = "KHÔNG-CÓ-CHỖ"


def _results() -> Iterator[Any]:
    for name in names("procedures"):
        procedure = load_procedure(read("procedures", name).mapping())
        for result in procedure.results:
            yield pytest.param(result, id=f"{procedure.code}-{result.template}")


def _facts(result: ResultSpec) -> dict[str, object]:
    """Each field with a value; a label that shows up betrays a field without a place."""
    return {
        str(field["name"]): {"label": f"{_NO_PLACE} {field['name']}", "lines": ["1"]}
        for field in result.fields
    }


@pytest.mark.parametrize("result", list(_results()))
def test_each_fact_of_a_result_has_its_place(press: WeasyPress, result: ResultSpec) -> None:
    pdf = press.render(result.template, {**ALL[result.template], "fields": _facts(result)})
    done = subprocess.run(
        ["pdftotext", "-", "-"],  # noqa: S607
        input=pdf, capture_output=True, check=True, timeout=30,
    )  # fmt: skip
    text = done.stdout.decode()
    assert _NO_PLACE not in text, [row for row in text.splitlines() if _NO_PLACE in row]


@pytest.mark.parametrize("result", list(_results()))
def test_a_result_without_any_fact_still_prints(press: WeasyPress, result: ResultSpec) -> None:
    bare = {key: value for key, value in ALL[result.template].items() if key != "legal_basis"}
    assert press.render(result.template, {**bare, "fields": {}}).startswith(b"%PDF-1.7")
