"""A form that could not work is refused, with the place of the mistake."""

import dataclasses
from typing import Any, cast

import pytest

from forms.errors import SchemaError
from forms.kinds import KINDS
from forms.loader import load_fields, load_schema
from tests.forms.samples import a_field, a_form, every_kind, options, text


def test_every_kind_is_in_the_sample() -> None:
    assert {field.kind for field in every_kind().leaves()} | {"group"} == set(KINDS)


def test_the_schema_is_frozen() -> None:
    schema = every_kind()
    with pytest.raises(dataclasses.FrozenInstanceError):
        schema.code = "x"  # type: ignore[misc]
    label: Any = schema.pages[0].fields[0].label
    with pytest.raises(TypeError):
        label["vi"] = "x"


@pytest.mark.parametrize(
    ("fields", "path", "reason"),
    [
        ([a_field("a", "text"), a_field("a", "int")], "pages", "'a' stands twice"),
        ([a_field("a", "tex")], "pages[0].fields[0].kind", "no kind 'tex'"),
        ([a_field("A", "text")], "pages[0].fields[0].name", "does not match"),
        ([a_field("a", "select")], "pages[0].fields[0]", "'options' is a required property"),
        (
            [a_field("a", "radio", options=options("x", "x"))],
            "pages[0].fields[0].options",
            "'x' stands twice",
        ),
        ([a_field("a", "text", colour="red")], "pages[0].fields[0]", "colour"),
        (
            [a_field("a", "text", show_when={"eq": ["b", 1]})],
            "pages[0].fields[0].show_when",
            "no field 'b'",
        ),
        (
            [a_field("a", "text", required={"filled": "b"})],
            "pages[0].fields[0].required",
            "no field 'b'",
        ),
        (
            [{**a_field("a", "computed"), "of": "b", "as": "upper"}],
            "pages[0].fields[0].of",
            "no field 'b'",
        ),
        ([a_field("a", "computed")], "pages[0].fields[0]", "required"),
        (
            [a_field("a", "text", show_when={"eq": ["a"]})],
            "pages[0].fields[0].show_when.eq",
            "short",
        ),
        (
            [a_field("a", "text", show_when={"maybe": 1})],
            "pages[0].fields[0].show_when",
            "maybe",
        ),
        (
            [
                a_field("a", "text", show_when={"filled": "b"}),
                a_field("b", "text", show_when={"filled": "a"}),
            ],
            "pages",
            "a -> b -> a is a circle",
        ),
        ([a_field("a", "text", pattern="(")], "pages[0].fields[0].pattern", "missing )"),
        ([a_field("a", "text", pattern="(a+)+")], "pages[0].fields[0].pattern", "repetition"),
        (
            [a_field("a", "text", pattern="[0-9]+", max_length=251)],
            "pages[0].fields[0].max_length",
            "250",
        ),
        ([a_field("a", "date", not_after="2024-02-31")], "pages[0].fields[0].not_after", "day"),
        (
            [a_field("a", "table", columns=[a_field("b", "table", columns=[a_field("c", "int")])])],
            "pages[0].fields[0].columns[0].kind",
            "no column of kind",
        ),
        (
            [a_field("a", "table", min_rows=9, max_rows=2, columns=[a_field("c", "int")])],
            "pages[0].fields[0].min_rows",
            "more than max_rows",
        ),
        ([{**a_field("a", "text"), "label": {"vi": "A"}}], "pages[0].fields[0].label", "'en'"),
    ],
)
def test_mistakes_are_named(fields: list[Any], path: str, reason: str) -> None:
    with pytest.raises(SchemaError) as caught:
        a_form(*fields)
    assert caught.value.path == path
    assert reason in caught.value.reason


def test_checks_name_known_fields() -> None:
    check = {"unless": {"filled": "a"}, "field": "b", "message": text("x")}
    with pytest.raises(SchemaError, match="no field 'b'"):
        a_form(a_field("a", "text"), checks=[check])


@pytest.mark.parametrize("hostile", [[], {}, {"code": 1}, {"pages": "x"}])
def test_other_json_is_refused(hostile: object) -> None:
    with pytest.raises(SchemaError):
        load_schema(cast("dict[str, object]", hostile))


def test_endless_nesting_is_refused() -> None:
    cond: dict[str, Any] = {"filled": "a"}
    for _ in range(5000):
        cond = {"not": cond}
    with pytest.raises(SchemaError, match="deep"):
        a_form(a_field("a", "text", show_when=cond))


def test_bare_fields_make_a_form_of_one_page() -> None:
    schema = load_fields([a_field("a", "text")], title={"vi": "Kết quả", "en": "Result"})
    assert [page.code for page in schema.pages] == ["ket-qua"]
