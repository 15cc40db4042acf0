"""The shipped procedures are complete, bilingual, and can be routed from every commune."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from forms.loader import load_fields, load_schema
from procedures.catalogue import (
    ChannelKind,
    Shipped,
    Signing,
    all_places,
    canonical,
    digest_of,
    labels,
    load_procedure,
    sample_units,
    shipped_procedures,
)
from procedures.catalogue.agreement import form_fields
from procedures.clock import TermUnit, TimeLimit
from procedures.routing import Function, Register, route_for

TODAY = date(2024, 11, 22)
CODES = [
    "1.000894", "1.001193", "1.001612", "1.001776", "1.004873", "1.013225", "2.000986", "3.000333",
]  # fmt: skip
HOURS_A_DAY = 8
COMMUNES = 192

each = pytest.mark.parametrize("shipped", shipped_procedures(), ids=lambda shipped: shipped.code)


def texts(value: object, path: str = "$") -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every text of a document, with its path."""
    if isinstance(value, Mapping):
        if {"vi", "en"} & set(value):
            yield path, value
        for name, inner in value.items():
            yield from texts(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts(inner, f"{path}[{index}]")


def working_hours(term: TimeLimit) -> int:
    """The least open time that a term leaves: five working days in seven calendar days."""
    return {
        TermUnit.SAME_DAY: HOURS_A_DAY,
        TermUnit.WORKING_HOUR: term.value,
        TermUnit.WORKING_DAY: term.value * HOURS_A_DAY,
        TermUnit.DAY: term.value * 5 // 7 * HOURS_A_DAY,
        TermUnit.MONTH: term.value * 20 * HOURS_A_DAY,
    }[term.unit]


def test_eight_procedures_ship() -> None:
    assert [shipped.code for shipped in shipped_procedures()] == CODES


@each
def test_every_text_is_whole_in_both_languages(shipped: Shipped) -> None:
    for path, text in texts(shipped.body):
        assert set(text) == {"vi", "en"}, path
        for words in text.values():
            assert isinstance(words, str), path
            assert words.strip() == words != "", path
            assert unicodedata.is_normalized("NFC", words), path
            assert "  " not in words, path


@each
def test_a_body_is_whole_and_identified_by_its_bytes(shipped: Shipped) -> None:
    assert b"$part" not in shipped.canonical
    assert shipped.canonical == canonical(shipped.body)
    assert shipped.digest == digest_of(shipped.body)
    assert re.fullmatch(r"[0-9a-f]{64}", shipped.digest)
    assert load_procedure(shipped.body) == shipped.procedure


@each
def test_the_form_and_every_result_load(shipped: Shipped) -> None:
    schema = load_schema(shipped.procedure.form)
    for result in shipped.procedure.results:
        load_fields(list(result.fields), title=result.name)
    assert set(shipped.procedure.subject_fields) <= {field.name for field in schema.leaves()}


@each
def test_conditions_of_components_ask_for_answers_that_exist(shipped: Shipped) -> None:
    names = {str(field["name"]) for field in form_fields(shipped.procedure.form)}
    for component in shipped.procedure.components:
        if isinstance(component.required, Mapping):
            assert asked(component.required) <= names, component.code


def asked(condition: object) -> set[str]:
    """The answers that a condition looks at."""
    if not isinstance(condition, Mapping):
        return set()
    found: set[str] = set()
    for operator, value in condition.items():
        if operator in {"eq", "ne", "in"}:
            found.add(str(value[0]))
        elif operator == "filled":
            found.add(str(value))
        else:
            for inner in value if isinstance(value, list) else [value]:
                found |= asked(inner)
    return found


@each
def test_every_page_of_a_form_has_one_group_of_questions(shipped: Shipped) -> None:
    most = 12
    for page in load_schema(shipped.procedure.form).pages:
        assert 1 <= len(list(page.leaves())) <= most, page.code


@each
def test_codes_are_known_words(shipped: Shipped) -> None:
    procedure = shipped.procedure
    assert procedure.decided_at in labels("tier")
    assert set(procedure.subjects) <= set(labels("subject"))
    assert procedure.level in labels("level")
    assert {channel.kind for channel in procedure.channels} <= set(labels("channel"))
    for component in procedure.components:
        assert set(component.accept) <= set(labels("file"))
        assert component.originals + component.copies > 0


@each
def test_the_legs_fit_into_every_term(shipped: Shipped) -> None:
    way = [leg for leg in shipped.procedure.route if leg.function is not Function.OPINION]
    legs = sum(working_hours(leg.term) for leg in way if leg.term)
    for channel in shipped.procedure.channels:
        assert legs <= working_hours(channel.term), channel.kind


@each
def test_the_route_resolves_in_every_commune(shipped: Shipped) -> None:
    directory = Register(*sample_units(TODAY))
    communes = [place for place in all_places() if place.tier == "xa"]
    for commune in communes:
        legs = route_for(shipped.procedure, commune.code, TODAY, directory)
        assert len(legs) == len(shipped.procedure.route)
        assert legs[0].unit == legs[-1].unit
    assert len(communes) == COMMUNES


def procedure_of(code: str) -> Shipped:
    return next(shipped for shipped in shipped_procedures() if shipped.code == code)


@pytest.mark.parametrize(
    ("code", "tier", "term"),
    [
        ("1.001193", "xa", TimeLimit(0, TermUnit.SAME_DAY)),
        ("1.001612", "huyen", TimeLimit(3, TermUnit.WORKING_DAY)),
        ("1.001776", "huyen", TimeLimit(22, TermUnit.WORKING_DAY)),
        ("1.004873", "xa", TimeLimit(3, TermUnit.WORKING_DAY)),
        ("1.013225", "huyen", TimeLimit(20, TermUnit.DAY)),
        ("2.000986", "xa", TimeLimit(20, TermUnit.DAY)),
        ("3.000333", "tinh", TimeLimit(10, TermUnit.DAY)),
    ],
)
def test_the_tier_that_decides_and_the_term_online(code: str, tier: str, term: TimeLimit) -> None:
    procedure = procedure_of(code).procedure
    online = procedure.channel(ChannelKind.ONLINE)
    assert procedure.decided_at == tier
    assert online is not None
    assert online.term == term


def test_the_social_allowance_climbs_to_the_district_and_comes_back() -> None:
    legs = route_for(
        procedure_of("1.001776").procedure, "07432", TODAY, Register(*sample_units(TODAY))
    )
    assert [(leg.function, leg.unit.key) for leg in legs] == [
        (Function.RECEPTION, "07432/mot-cua"),
        (Function.HANDLING, "07432/ubnd"),
        (Function.HANDLING, "217/phong-ldtbxh"),
        (Function.SIGNING, "217/ubnd"),
        (Function.RETURN, "07432/mot-cua"),
    ]


def test_three_agencies_issue_one_result_each_in_the_linked_procedure() -> None:
    procedure = procedure_of("2.000986").procedure
    legs = route_for(procedure, "07687", TODAY, Register(*sample_units(TODAY)))
    signers = [leg for leg in legs if leg.function is Function.SIGNING]
    assert [leg.unit.key for leg in signers] == ["07687/ubnd", "07687/cong-an", "213/bhxh"]
    assert [[result.template for result in procedure.results_of(leg.code)] for leg in signers] == [
        ["giay-khai-sinh"], ["thong-bao-dang-ky-thuong-tru"], ["thong-bao-cap-the-bhyt"],
    ]  # fmt: skip


def test_communes_accept_unsigned_declarations_and_some_procedures_do_not() -> None:
    required = {
        shipped.code
        for shipped in shipped_procedures()
        if shipped.procedure.declaration.signature is Signing.REQUIRED
    }
    assert required == {"1.000894", "1.001612", "3.000333"}


def test_result_codes_are_national_or_openly_our_own() -> None:
    own = [
        result.code
        for shipped in shipped_procedures()
        for result in shipped.procedure.results
        if result.national_code is None
    ]
    assert own == ["giay-chung-nhan-ket-hon", "quyet-dinh-tro-cap-xa-hoi"]
