"""Which offices a dossier passes through: a procedure's route, resolved at one place on one day.

Tiers, places and units are dated data (NĐ 61/2018/NĐ-CP knew three tiers, NĐ 118/2025/NĐ-CP two);
here a tier is only a string that a place carries and a route names.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeAlias

from procedures.clock import TimeLimit
from procedures.errors import N_, NotLawful

Text: TypeAlias = Mapping[str, str]
"""One text in every language of the system: `{"vi": ..., "en": ...}`."""


class Function(StrEnum):
    """What a leg is for."""

    RECEPTION = "reception"
    """Tiếp nhận, at a one-stop desk."""
    HANDLING = "handling"
    """Thụ lý, thẩm định."""
    OPINION = "opinion"
    """Cho ý kiến phối hợp, beside the leg that has custody."""
    APPROVAL = "approval"
    """Duyệt, before it goes to the one who signs."""
    SIGNING = "signing"
    """Ký; the results that name this leg are issued here."""
    SEAL = "seal"
    """Đóng dấu, phát hành: the agency's own key, in the worker."""
    RETURN = "return"
    """Trả kết quả, at a one-stop desk."""


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative place while it stands.

    `code` is the code of the General Statistics Office. Codes are used again after a reform
    (24 was Bắc Giang and is Bắc Ninh), so only `(code, valid_from)` is unique. `valid_to` is the
    first day without it.
    """

    code: str
    name: Text
    tier: str
    parent: str | None
    valid_from: date
    valid_to: date | None = None

    def stands_on(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class Unit:
    """An agency or desk at a place, with its identifier in both notations.

    `code_2020` reads left to right (QĐ 20/2020/QĐ-TTg), `code_2016` has its root at the right
    (QCVN 102:2016/BTTTT). `key` is the unit's own stable name in the data, `parent` the key of
    the unit it belongs to, `abbreviation` the name of the agency in a paper's number, `valid_to`
    the first day without it.
    """

    code_2020: str
    code_2016: str
    kind: str
    place: str
    parent: str | None
    name: Text
    valid_from: date
    valid_to: date | None
    key: str
    abbreviation: str = ""

    def stands_on(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class UnitRef:
    """The unit of one kind, at whatever place of one tier the dossier belongs to."""

    kind: str
    tier: str


@dataclass(frozen=True, slots=True)
class LegSpec:
    """One leg of a procedure's route, before it is known where the dossier belongs.

    An opinion runs beside the leg before it, and `question` is what is asked there.
    """

    code: str
    function: Function
    unit: UnitRef
    term: TimeLimit | None = None
    question: Text | None = None


@dataclass(frozen=True, slots=True)
class LegPlan:
    """One leg of a dossier's way: the unit that will hold it, and for how long at most."""

    code: str
    function: Function
    unit: Unit
    term: TimeLimit | None = None
    question: Text | None = None


class Routed(Protocol):
    """All that routing needs of a procedure."""

    @property
    def code(self) -> str: ...
    @property
    def route(self) -> Sequence[LegSpec]: ...


class Directory(Protocol):
    """Places and units as they stood on a day; `None` when there was no such one."""

    def place(self, code: str, on: date) -> Place | None: ...
    def unit_of(self, kind: str, place_code: str, on: date) -> Unit | None: ...


class NoCompetentUnit(NotLawful):
    """No unit may act here: the place is unknown that day, or lacks a unit that the route names."""


def route_for(
    procedure: Routed, place_code: str, on_date: date, directory: Directory
) -> tuple[LegPlan, ...]:
    """The legs of a dossier that belongs to the place, in order.

    Each leg climbs from the place to its tier and takes the unit of its kind there.
    """
    line = tuple(_upwards(place_code, on_date, directory))
    if not line:
        raise NoCompetentUnit(
            N_("Không có địa bàn mã {place} vào ngày {on}."), place=place_code, on=on_date
        )
    return tuple(_plan(leg, procedure.code, line, on_date, directory) for leg in procedure.route)


def _upwards(code: str, on: date, directory: Directory) -> Iterator[Place]:
    seen: set[str] = set()
    at: str | None = code
    while at is not None and at not in seen:
        seen.add(at)
        place = directory.place(at, on)
        if place is None:
            return
        yield place
        at = place.parent


def _plan(
    leg: LegSpec, procedure: str, line: Sequence[Place], on: date, directory: Directory
) -> LegPlan:
    place = next((p for p in line if p.tier == leg.unit.tier), None)
    unit = directory.unit_of(leg.unit.kind, place.code, on) if place else None
    if unit is None:
        raise NoCompetentUnit(
            N_("Thủ tục {procedure}: bước {leg} không có đơn vị thẩm quyền tại địa bàn {place}."),
            procedure=procedure,
            leg=leg.code,
            place=line[0].code,
        )
    return LegPlan(leg.code, leg.function, unit, leg.term, leg.question)


class Register:
    """A directory held in memory, for data that is loaded before there is a database."""

    def __init__(self, places: Iterable[Place], units: Iterable[Unit]) -> None:
        self._places: dict[str, list[Place]] = {}
        self._units: dict[tuple[str, str], list[Unit]] = {}
        for place in places:
            self._places.setdefault(place.code, []).append(place)
        for unit in units:
            self._units.setdefault((unit.kind, unit.place), []).append(unit)

    def place(self, code: str, on: date) -> Place | None:
        return next((p for p in self._places.get(code, ()) if p.stands_on(on)), None)

    def unit_of(self, kind: str, place_code: str, on: date) -> Unit | None:
        found = self._units.get((kind, place_code), ())
        return next((u for u in found if u.stands_on(on)), None)
