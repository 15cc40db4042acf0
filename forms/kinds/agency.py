"""Offices: one that exists, chosen by its place; or one that may be gone, named by hand."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypedDict

from forms.errors import N_, msg

from .address import LONGEST_DETAIL, LONGEST_TEXT, PLACE_CODE
from .base import Context, FieldLike, Kind, Problem, Refused, wrong_shape
from .cleaning import clean
from .places import Agency
from .tree import Descent, choices_for, descend, full_name
from .wire import Wire


class ChosenAgency(TypedDict):
    """An office in use: its code, its place's code, its name."""

    unit: str
    place: str
    text: str


class FormerAgency(TypedDict):
    """An office as it was called, with its place if known, and both as one text."""

    name: str
    place: str | None
    text: str


def offered(field: FieldLike, way: Descent, context: Context) -> Sequence[Agency]:
    """The offices to choose from once the place is known."""
    if context.choices is None or way.place is None or way.next_level:
        return []
    return context.choices.agencies(way.place.code, field.unit_kinds)


class AgencyKind(Kind[ChosenAgency]):
    """{"unit", "place", "text"}; where a place has one such office, the place chooses it."""

    name = "agency"

    def parse(self, field: FieldLike, wire: Wire, context: Context) -> ChosenAgency | None:
        way = descend(field, wire, context)
        offices = offered(field, way, context)
        sent = wire.first("unit")
        if not way.touched and not sent and len(offices) != 1:
            return None
        if way.next_level:
            level = way.next_level
            raise Refused(msg(N_("Hãy chọn “{level}” ở “{label}”."), level=level.label), level.part)
        if not offices:
            raise Refused(msg(N_("Nơi đã chọn ở “{label}” không có cơ quan phù hợp.")), "0")
        chosen = next((office for office in offices if office.code == sent), None)
        if chosen is None and len(offices) == 1:
            chosen = offices[0]
        if chosen is None:
            raise Refused(msg(N_("Hãy chọn cơ quan ở “{label}”.")), "unit")
        return {"unit": chosen.code, "place": chosen.place, "text": clean(chosen.name)}

    def read(self, field: FieldLike, stored: object) -> ChosenAgency:
        if not isinstance(stored, Mapping) or not set(stored) <= {"unit", "place", "text"}:
            raise wrong_shape()
        unit, place, text = (stored.get(part) for part in ("unit", "place", "text"))
        if not isinstance(text, str) or not clean(text) or len(text) > LONGEST_TEXT:
            raise wrong_shape()
        if not isinstance(unit, str) or not isinstance(place, str):
            raise wrong_shape()
        if not PLACE_CODE.fullmatch(unit) or not PLACE_CODE.fullmatch(place):
            raise wrong_shape()
        return {"unit": unit, "place": place, "text": clean(text)}

    def check(self, field: FieldLike, value: ChosenAgency, context: Context) -> Iterator[Problem]:
        if context.choices is None:
            return
        offices = context.choices.agencies(value["place"], field.unit_kinds)
        if value["unit"] not in {office.code for office in offices}:
            yield Problem(msg(N_("Hãy chọn cơ quan ở “{label}”.")), "0")

    def show(self, field: FieldLike, value: ChosenAgency, locale: str) -> list[str]:
        return [value["text"]]

    def spread(
        self, field: FieldLike, value: ChosenAgency, context: Context
    ) -> dict[str, list[str]]:
        return {**choices_for(value["place"], context), "unit": [value["unit"]]}

    def example(self, field: FieldLike, context: Context) -> ChosenAgency | None:
        inputs: dict[str, list[str]] = {}
        way = descend(field, Wire(), context)
        while way.next_level:
            inputs[way.next_level.part] = [way.next_level.options[0].code]
            way = descend(field, Wire(inputs), context)
        offices = offered(field, way, context)
        if not offices:
            return None
        inputs["unit"] = [offices[0].code]
        return self.parse(field, Wire(inputs), context)

    def key(self, value: ChosenAgency) -> object:
        return value["place"]


class FormerAgencyKind(Kind[FormerAgency]):
    """The office that registered something once; its name is typed, its place may help."""

    name = "agency_history"

    def parse(self, field: FieldLike, wire: Wire, context: Context) -> FormerAgency | None:
        name = clean(wire.first("name"))
        way = descend(field, wire, context)
        place = way.deepest if way.touched else None
        if not name and not place:
            return None
        if not name:
            raise Refused(msg(N_("Hãy ghi tên cơ quan ở “{label}”.")), "name")
        where = full_name(place, context) if place else ""
        text = name if where.lower() in name.lower() else f"{name} ({where})"
        return {"name": name, "place": place, "text": text}

    def read(self, field: FieldLike, stored: object) -> FormerAgency:
        if not isinstance(stored, Mapping) or not set(stored) <= {"name", "place", "text"}:
            raise wrong_shape()
        name, place, text = (stored.get(part) for part in ("name", "place", "text"))
        if not isinstance(name, str) or not isinstance(text, str) or not clean(name):
            raise wrong_shape()
        if place is not None and not (isinstance(place, str) and PLACE_CODE.fullmatch(place)):
            raise wrong_shape()
        return {"name": clean(name), "place": place, "text": clean(text)}

    def check(self, field: FieldLike, value: FormerAgency, context: Context) -> Iterator[Problem]:
        if len(value["name"]) > LONGEST_DETAIL or len(value["text"]) > LONGEST_TEXT:
            yield Problem(
                msg(N_("Mục “{label}” chỉ được dài tối đa {longest} ký tự."),
                    longest=LONGEST_DETAIL), "name"
            )  # fmt: skip

    def show(self, field: FieldLike, value: FormerAgency, locale: str) -> list[str]:
        return [value["text"] or value["name"]]

    def spread(
        self, field: FieldLike, value: FormerAgency, context: Context
    ) -> dict[str, list[str]]:
        where = choices_for(value["place"], context) if value["place"] else {}
        return {**where, "name": [value["name"]]}

    def example(self, field: FieldLike, context: Context) -> FormerAgency | None:
        name = "Ủy ban nhân dân xã Ví Dụ"
        return {"name": name, "place": None, "text": name}

    def key(self, value: FormerAgency) -> object:
        return value["place"]
