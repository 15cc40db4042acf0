"""Turns the JSON body of a procedure into its types, or says where the body is wrong."""

import hashlib
import json
from collections.abc import Mapping

from procedures.catalogue.agreement import check_agreement
from procedures.catalogue.node import CatalogueError, Node
from procedures.catalogue.types import (
    CODE,
    AfterDenial,
    Channel,
    ChannelKind,
    ClockCalendar,
    Component,
    Declaration,
    Fee,
    FiledAt,
    Json,
    LegalBasis,
    Level,
    Procedure,
    ResultSpec,
    Sector,
    SignerSpec,
    Signing,
)
from procedures.clock import ClockError, ClockPolicy, TimeLimit
from procedures.errors import N_
from procedures.routing import Function, LegSpec, UnitRef

__all__ = ["CatalogueError", "canonical", "digest_of", "load_procedure"]

_ACCEPT = ("pdf", "jpeg", "png")


def canonical(body: Mapping[str, object]) -> bytes:
    """The one byte string of a body: sorted keys, no spaces, UTF-8."""
    plain = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return plain.encode()


def digest_of(body: Mapping[str, object]) -> str:
    """SHA-256 of the canonical body, lower-case hexadecimal: the identity of a version."""
    return hashlib.sha256(canonical(body)).hexdigest()


def load_procedure(body: Mapping[str, object]) -> Procedure:
    """The procedure that the body describes; raises `CatalogueError` naming the path.

    `form` and the conditions are passed on as they are: `forms.load_schema` judges those.
    """
    root = Node(body, "$").only(*_NAMES)
    procedure = Procedure(
        code=_code(root["code"]),
        name=root["name"].text(),
        summary=root["summary"].text(),
        keywords=root["keywords"].text(),
        field=_field(root["field"].only("code", "name")),
        decided_at=root["decided_at"].string(),
        level=root["level"].one_of(Level),
        subjects=root["subjects"].some().strings(),
        steps=root["steps"].some().texts(),
        conditions=root["conditions"].texts(),
        channels=tuple(_channel(item) for item in root["channels"].some()),
        filed_at=root.maybe("filed_at", _filed_at) or FiledAt.PROVINCE,
        clock_policy=root["clock_policy"].one_of(ClockPolicy),
        clock_calendar=root.maybe("clock_calendar", _clock_calendar) or ClockCalendar.RECEIVER,
        after_denial=root.maybe("after_denial", _after_denial) or AfterDenial.RESUME,
        fees=tuple(_fee(item) for item in root["fees"]),
        components=tuple(_component(item) for item in root["components"]),
        legal_basis=tuple(_basis(item) for item in root["legal_basis"].some()),
        form=root["form"].mapping(),
        subject_fields=root["subject_fields"].some().strings(),
        declaration=_declaration(root["declaration"]),
        place_from=root.maybe("place_from", Node.string),
        route=tuple(_leg(item) for item in root["route"].some()),
        results=tuple(_result(item) for item in root["results"].some()),
        effective_from=root["effective_from"].day(),
        sources=root["sources"].strings(),
    )
    check_agreement(procedure, root)
    return procedure


_NAMES = tuple(Procedure.__dataclass_fields__)


def _code(node: Node) -> str:
    if not CODE.fullmatch(node.string()):
        raise node.fail(N_("{path}: mã thủ tục phải có dạng 1.234567."))
    return node.string()


def _filed_at(node: Node) -> FiledAt:
    return node.one_of(FiledAt)


def _clock_calendar(node: Node) -> ClockCalendar:
    return node.one_of(ClockCalendar)


def _after_denial(node: Node) -> AfterDenial:
    return node.one_of(AfterDenial)


def _field(node: Node) -> Sector:
    return Sector(node["code"].string(), node["name"].text())


def _term(node: Node) -> TimeLimit:
    node.only("value", "unit", "cutoff")
    try:
        return TimeLimit.from_json(node.mapping())
    except ClockError:
        raise node.fail(N_("{path}: thời hạn không hợp lệ.")) from None


def _channel(node: Node) -> Channel:
    node.only("kind", "term", "fee_note")
    return Channel(node["kind"].one_of(ChannelKind), _term(node["term"]), node["fee_note"].text())


def _fee(node: Node) -> Fee:
    node.only("code", "name", "amount", "per", "note")
    return Fee(
        node["code"].string(),
        node["name"].text(),
        node.maybe("amount", Node.number),
        node["per"].text(),
        node.maybe("note", Node.text),
    )


def _component(node: Node) -> Component:
    node.only("code", "name", "note", "originals", "copies", "required", "accept")
    required = node["required"]
    return Component(
        node["code"].string(),
        node["name"].text(),
        node.maybe("note", Node.text),
        node["originals"].number(),
        node["copies"].number(),
        required.value if isinstance(required.value, bool) else required.mapping(),
        node.maybe("accept", Node.strings) or _ACCEPT,
    )


def _basis(node: Node) -> LegalBasis:
    node.only("number", "title")
    return LegalBasis(node["number"].string(), node["title"].text())


def _declaration(node: Node) -> Declaration:
    node.only("title", "addressee", "signature", "signers")
    return Declaration(
        node["title"].text(),
        node["addressee"].text(),
        node["signature"].one_of(Signing),
        node.maybe("signers", _signers) or (),
    )


def _signers(node: Node) -> tuple[SignerSpec, ...]:
    return tuple(_signer(item) for item in node.some())


def _signer(node: Node) -> SignerSpec:
    node.only("role", "name", "number")
    return SignerSpec(node["role"].text(), node["name"].string(), node["number"].string())


def _leg(node: Node) -> LegSpec:
    unit = node.only("code", "function", "unit", "term", "question")["unit"]
    return LegSpec(
        node["code"].string(),
        node["function"].one_of(Function),
        UnitRef(unit.only("kind", "tier")["kind"].string(), unit["tier"].string()),
        node.maybe("term", _term),
        node.maybe("question", Node.text),
    )


def _result(node: Node) -> ResultSpec:
    node.only("code", "name", "template", "symbol", "leg", "fields", "annexes")
    return ResultSpec(
        node["code"].string(),
        node["name"].text(),
        node["template"].string(),
        node["symbol"].string(),
        node["leg"].string(),
        tuple(_result_field(item) for item in node["fields"].some()),
        node.maybe("annexes", Node.number) or 0,
    )


def _result_field(node: Node) -> Json:
    node["name"].string()
    node["kind"].string()
    node["label"].text()
    return node.mapping()
