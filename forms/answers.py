"""Answers that count: in one normal form, frozen, with the digest of their canonical bytes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import cast

from .errors import Fault, NotSealable
from .kinds import kind_of
from .kinds.base import Context, Refused
from .rules import View, is_filled
from .schema import Field, FormSchema


@dataclass(frozen=True, slots=True)
class Answers:
    """A sealed set of answers.

    `body` is deeply immutable; `canonical` is its JSON with sorted keys, no spaces, UTF-8, NFC
    strings and no fractions; `digest` is the sha256 of that in hexadecimal.
    """

    body: Mapping[str, object]
    canonical: bytes
    digest: str


def seal_answers(
    schema: FormSchema, answers: Mapping[str, object], *, today: date | None = None
) -> Answers:
    """The answers in normal form, computed fields added, hidden and unanswered ones dropped.

    Call check_all first: an answer that its kind cannot read raises NotSealable. `today` settles
    conditions that speak of it; without it they count as met.
    """
    view = View(schema, answers, today)
    body: dict[str, object] = {}
    faults: list[Fault] = []
    for page in schema.pages:
        for field in page.leaves():
            try:
                value = _normal(field, view)
            except Refused as refused:
                message = refused.problem.message.about(field.label)
                faults.append(Fault(page.code, field.name, message))
                continue
            if is_filled(value) or value is False:
                body[field.name] = value
    if faults:
        raise NotSealable(faults)
    return _sealed(body)


def _normal(field: Field, view: View) -> object:
    stored = view.value(field.name)
    if stored is None:
        return None
    kind = kind_of(field.kind)
    if field.kind != "table":
        return kind.read(field, stored)
    rows = cast("list[Mapping[str, object]]", kind.read(field, stored))
    seen = [(view.row(field, row), row) for row in rows]
    return [
        {
            column.name: value
            for column in field.columns
            if (value := _cell(column, inside.value(column))) is not None
        }
        for inside, _ in seen
    ]


def _cell(column: Field, value: object) -> object:
    return None if value is None else kind_of(column.kind).read(column, value)


def _sealed(body: Mapping[str, object]) -> Answers:
    canonical = canonical_json(body)
    digest = hashlib.sha256(canonical).hexdigest()
    frozen = cast("Mapping[str, object]", freeze(json.loads(canonical)))
    return Answers(frozen, canonical, digest)


def restore_answers(canonical: bytes, digest: str) -> Answers:
    """Sealed answers from where they were kept; ValueError if the bytes changed."""
    if hashlib.sha256(canonical).hexdigest() != digest:
        raise ValueError("these answers are not the ones that were sealed")
    body = json.loads(canonical)
    return Answers(cast("Mapping[str, object]", freeze(body)), canonical, digest)


def canonical_json(body: object) -> bytes:
    """The one JSON text of a value; bytes of equal values are equal."""
    return json.dumps(
        body, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()


def freeze(value: object) -> object:
    """The value with every mapping and list made immutable."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: freeze(inner) for key, inner in value.items()})
    if isinstance(value, list | tuple):
        return tuple(freeze(inner) for inner in value)
    return value


def thaw(value: object) -> object:
    """The value with plain dicts and lists, for a JSON column or an edit."""
    if isinstance(value, Mapping):
        return {key: thaw(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [thaw(inner) for inner in value]
    return value


def example_answers(schema: FormSchema, context: Context) -> dict[str, object]:
    """Answers such as a person might give: every field shown has an example.

    Rules between fields are not looked at.
    """
    answers: dict[str, object] = {}
    for field in schema.leaves():
        if View(schema, answers, context.today).shows(field.name):
            answers[field.name] = kind_of(field.kind).example(field, context)
    return answers
