"""Addresses: a place chosen down the tree, and what stands before it on an envelope."""

import re
from collections.abc import Iterator, Mapping
from typing import TypedDict

from forms.errors import N_, msg

from .base import Context, FieldLike, Kind, Problem, Refused, wrong_shape
from .cleaning import clean
from .tree import choices_for, descend, full_name
from .wire import Wire

LONGEST_DETAIL = 200
LONGEST_TEXT = 600
PLACE_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:-]{0,39}")


class Address(TypedDict):
    """`place` is None for an address abroad; `text` is the whole, as one would write it."""

    place: str | None
    detail: str
    text: str


class AddressKind(Kind[Address]):
    """{"place", "detail", "text"}: the text is composed here, never typed."""

    name = "address"

    def parse(self, field: FieldLike, wire: Wire, context: Context) -> Address | None:
        detail = "" if field.detail == "none" else clean(wire.first("detail"))
        if field.abroad and wire.first("abroad"):
            return {"place": None, "detail": detail, "text": detail} if detail else None
        way = descend(field, wire, context)
        if not way.touched and not detail:
            return None
        if way.next_level or not way.place:
            part = way.next_level.part if way.next_level else "0"
            label = way.next_level.label if way.next_level else field.label
            raise Refused(msg(N_("Hãy chọn “{level}” ở “{label}”."), level=label), part)
        code = way.place.code
        text = ", ".join(filter(None, (detail, full_name(code, context))))
        return {"place": code, "detail": detail, "text": text}

    def read(self, field: FieldLike, stored: object) -> Address:
        if not isinstance(stored, Mapping) or not set(stored) <= {"place", "detail", "text"}:
            raise wrong_shape()
        place, detail, text = (stored.get(part) for part in ("place", "detail", "text"))
        detail = "" if detail is None else detail
        if not isinstance(detail, str) or not isinstance(text, str):
            raise wrong_shape()
        if place is None and not field.abroad:
            raise wrong_shape()
        if place is not None and not (isinstance(place, str) and PLACE_CODE.fullmatch(place)):
            raise wrong_shape()
        return {"place": place, "detail": clean(detail), "text": clean(text)}

    def check(self, field: FieldLike, value: Address, context: Context) -> Iterator[Problem]:
        if len(value["detail"]) > LONGEST_DETAIL or len(value["text"]) > LONGEST_TEXT:
            yield Problem(
                msg(N_("Mục “{label}” chỉ được dài tối đa {longest} ký tự."),
                    longest=LONGEST_DETAIL), "detail"
            )  # fmt: skip
        if field.detail == "required" and not value["detail"]:
            yield Problem(
                msg(N_("Hãy ghi số nhà, đường phố, thôn, tổ dân phố ở “{label}”.")), "detail"
            )
        if not value["text"]:
            yield Problem(wrong_shape().problem.message)
        if value["place"] and context.choices and not context.choices.path(value["place"]):
            yield Problem(msg(N_("Hãy chọn lại địa danh ở “{label}”.")), "0")

    def show(self, field: FieldLike, value: Address, locale: str) -> list[str]:
        return [value["text"]]

    def spread(self, field: FieldLike, value: Address, context: Context) -> dict[str, list[str]]:
        if value["place"] is None:
            return {"abroad": ["1"], "detail": [value["detail"]]}
        return {**choices_for(value["place"], context), "detail": [value["detail"]]}

    def example(self, field: FieldLike, context: Context) -> Address | None:
        way = descend(field, Wire(), context)
        inputs: dict[str, list[str]] = {} if field.detail == "none" else {"detail": ["Số 1"]}
        while way.next_level:
            inputs[way.next_level.part] = [way.next_level.options[0].code]
            way = descend(field, Wire(inputs), context)
        return self.parse(field, Wire(inputs), context) if way.place else None

    def key(self, value: Address) -> object:
        return value["place"]
