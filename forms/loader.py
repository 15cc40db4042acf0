"""From a form's JSON to its frozen schema, refusing what could not work on a page."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from .errors import SchemaError, Text
from .rules.references import check_references
from .schema import Check, Field, FormSchema, Option, Page

Json = Mapping[str, Any]
_RENAMED = {"as": "compute"}
_DEEPEST = 40
_LONGEST_REASON = 300


def load_schema(mapping: Json) -> FormSchema:
    """The form that this JSON describes; SchemaError names the path of the first mistake."""
    _check_shape(mapping)
    frozen = cast("Json", _freeze(mapping))
    schema = FormSchema(
        code=frozen["code"],
        version=frozen["version"],
        title=frozen["title"],
        pages=tuple(_page(page) for page in frozen["pages"]),
        checks=tuple(
            Check(check["unless"], check.get("field"), check["message"])
            for check in frozen.get("checks", ())
        ),
    )
    check_references(schema)
    return schema


def load_fields(fields: Sequence[Json], *, title: Text, code: str = "ket-qua") -> FormSchema:
    """A form of one page (code `code`) from a bare list of fields, as a result has them."""
    page = {"code": code, "title": title, "fields": list(fields)}
    return load_schema({"code": code, "version": 1, "title": title, "pages": [page]})


@cache
def _validator() -> Draft202012Validator:
    text = resources.files("forms").joinpath("schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text))


def _check_shape(mapping: object) -> None:
    if _depth(mapping) > _DEEPEST:
        raise SchemaError("$", "nested too deeply")
    error = next(iter(_validator().iter_errors(cast("Any", mapping))), None)
    if error is not None:
        error = _innermost(error)
        path = error.json_path.removeprefix("$.")
        raise SchemaError(path, error.message[:_LONGEST_REASON])


def _innermost(error: ValidationError) -> ValidationError:
    """Where alternatives failed, the one that came furthest says most."""
    while error.context:
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    return error


def _depth(value: object) -> int:
    """How deeply lists and mappings nest, counted without recursion."""
    deepest, level = 0, [value]
    while level and deepest <= _DEEPEST:
        deepest += 1
        inner: list[object] = []
        for item in level:
            if isinstance(item, Mapping):
                inner += item.values()
            elif isinstance(item, list | tuple):
                inner += item
        level = inner
    return deepest


def _freeze(value: object) -> object:
    if isinstance(value, Mapping):
        return MappingProxyType({key: _freeze(inner) for key, inner in value.items()})
    if isinstance(value, list | tuple):
        return tuple(_freeze(inner) for inner in value)
    return str(value) if isinstance(value, float) else value


def _page(frozen: Json) -> Page:
    return Page(
        code=frozen["code"],
        title=frozen["title"],
        fields=tuple(_field(field) for field in frozen["fields"]),
        help=frozen.get("help"),
        show_when=frozen.get("show_when"),
    )


def _field(frozen: Json) -> Field:
    keys = {_RENAMED.get(key, key): value for key, value in frozen.items()}
    if isinstance(keys.get("of"), str):
        keys["of"] = (keys["of"],)
    for inner in ("columns", "fields"):
        if inner in keys:
            keys[inner] = tuple(_field(field) for field in keys[inner])
    if "options" in keys:
        keys["options"] = tuple(
            Option(option["value"], option["label"]) for option in keys["options"]
        )
    return Field(**keys)
