"""Reads the JSON of a plan strictly; `PLAN.md` beside this file describes it."""

from collections.abc import Mapping

from procedures.catalogue.node import Node
from procedures.errors import N_
from procedures.reform.plan import (
    Heir,
    NewPlace,
    NewRoute,
    NewUnit,
    PlaceStep,
    Plan,
    StepKind,
    UnitStep,
)

NOTHING_CHANGES = N_("{path}: bước “change” phải đổi ít nhất một mục.")
ONE_HEIR = N_("{path}: bước “merge” có đúng một nơi kế thừa, ghi ở “into”.")
SEVERAL_HEIRS = N_("{path}: bước “split” có từ hai nơi kế thừa, ghi ở “into”.")
SOME_FIELDS = N_("{path}: bước “transfer” phải ghi lĩnh vực của từng đơn vị nhận, ghi ở “into”.")
NOT_FOR_PLACES = N_("{path}: địa bàn không có bước “transfer”.")

_ROOT = ("document", "title", "effective_on", "new_places", "places", "new_units", "units")
_NEW_UNIT = (
    *("code_2020", "code_2016", "kind", "place", "parent", "name", "short_name"),
    *("calendar", "contact"),
)


def load_plan(body: Mapping[str, object]) -> Plan:
    """The plan that the JSON says; raises `CatalogueError` with the path of the first fault."""
    root = Node(body, "$").only(*_ROOT, "routes")
    return Plan(
        document=root["document"].string(),
        title=root["title"].text(),
        effective_on=root["effective_on"].day(),
        new_places=tuple(_new_place(item) for item in root.get("new_places") or ()),
        places=tuple(_place_step(item) for item in root.get("places") or ()),
        new_units=tuple(_new_unit(item) for item in root.get("new_units") or ()),
        units=tuple(_unit_step(item) for item in root.get("units") or ()),
        routes=tuple(_route(item) for item in root.get("routes") or ()),
    )


def _new_place(node: Node) -> NewPlace:
    node.only("code", "tier", "name", "bare_name", "parent")
    return NewPlace(
        node["code"].string(),
        node["tier"].string(),
        node["name"].text(),
        node["bare_name"].string(),
        node.maybe("parent", Node.string),
    )


def _new_unit(node: Node) -> NewUnit:
    node.only(*_NEW_UNIT)
    contact = node.get("contact")
    return NewUnit(
        node["code_2020"].string(),
        node["code_2016"].string(),
        node["kind"].string(),
        node["place"].string(),
        node.maybe("parent", Node.string),
        node["name"].text(),
        node["short_name"].string(),
        node["calendar"].string(),
        {key: str(item.value) for key, item in contact.members()} if contact else {},
    )


def _place_step(node: Node) -> PlaceStep:
    node.only("step", "place", "into", "name", "bare_name", "parent")
    kind = node["step"].one_of(StepKind)
    if kind is StepKind.TRANSFER:
        raise node.fail(NOT_FOR_PLACES)
    step = PlaceStep(
        kind,
        node["place"].string(),
        _heirs(node, kind),
        node.maybe("name", Node.text),
        node.maybe("bare_name", Node.string),
        node.maybe("parent", Node.string),
    )
    _changes(node, kind, step.name, step.bare_name, step.parent)
    return step


def _unit_step(node: Node) -> UnitStep:
    node.only("step", "unit", "into", "name", "short_name", "parent", "calendar")
    kind = node["step"].one_of(StepKind)
    step = UnitStep(
        kind,
        node["unit"].string(),
        _heirs(node, kind),
        node.maybe("name", Node.text),
        node.maybe("short_name", Node.string),
        node.maybe("parent", Node.string),
        node.maybe("calendar", Node.string),
    )
    _changes(node, kind, step.name, step.short_name, step.parent, step.calendar)
    return step


def _changes(node: Node, kind: StepKind, *facts: object) -> None:
    """Only a change says new facts, and it says at least one."""
    said = any(fact is not None for fact in facts)
    if said is not (kind is StepKind.CHANGE):
        raise node.fail(NOTHING_CHANGES)


def _heirs(node: Node, kind: StepKind) -> tuple[Heir, ...]:
    heirs = tuple(_heir(item) for item in node.get("into") or ())
    if kind is StepKind.MERGE and (len(heirs) != 1 or heirs[0].fields):
        raise node.fail(ONE_HEIR)
    if kind is StepKind.SPLIT and len(heirs) <= 1:
        raise node.fail(SEVERAL_HEIRS)
    if kind is StepKind.TRANSFER and (not heirs or any(not heir.fields for heir in heirs)):
        raise node.fail(SOME_FIELDS)
    if kind in {StepKind.END, StepKind.CHANGE} and heirs:
        raise node.fail(ONE_HEIR)
    return heirs


def _heir(node: Node) -> Heir:
    node.only("to", "fields", "usual")
    fields = node.maybe("fields", Node.strings) or ()
    usual = node.get("usual")
    return Heir(node["to"].string(), fields, usual=usual is not None and usual.value is True)


def _route(node: Node) -> NewRoute:
    node.only("code", "decided_at", "legs")
    return NewRoute(
        node["code"].string(),
        node["decided_at"].string(),
        tuple(leg.mapping() for leg in node["legs"].some()),
    )
