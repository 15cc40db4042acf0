"""A reorganisation as typed data: what is new, and one step for each place and unit it changes.

The order of words follows Luật Tổ chức chính quyền địa phương 72/2025/QH15, Điều 8 to 10
(establish, dissolve, merge, divide, rename); transfer of competence is NĐ 118/2025/NĐ-CP.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from procedures.routing import Text

Ref: TypeAlias = str
"""`+CODE` is what the plan creates; a bare code is what stands on the day before.

Codes come back with another meaning (24 was Bắc Giang and is Bắc Ninh), so a code alone would not
say which of the two is meant.
"""

NEW = "+"


def is_new(ref: Ref) -> bool:
    """Whether the reference is to something that the plan creates."""
    return ref.startswith(NEW)


def new(code: str) -> Ref:
    """The reference to what the plan creates under the code."""
    return NEW + code


class StepKind(StrEnum):
    """What happens to a place or a unit."""

    CHANGE = "change"
    """Renamed, moved under another parent, put on another calendar; it goes on as itself."""
    END = "end"
    """Abolished without a successor; only what has no work in flight."""
    MERGE = "merge"
    """It ends and one other takes over all of it."""
    SPLIT = "split"
    """It ends and several take over, each by field of law or by place."""
    TRANSFER = "transfer"
    """It goes on, but some fields of law go to others; units only."""


@dataclass(frozen=True, slots=True)
class Heir:
    """Who takes over: for the fields of law that are named, or for all when none is.

    `usual`: the one when neither field nor place of a dossier decides.
    """

    to: Ref
    fields: tuple[str, ...] = ()
    usual: bool = False


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place that begins on the day."""

    code: str
    tier: str
    name: Text
    bare_name: str
    parent: Ref | None


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that begins on the day. `place` and `parent` may be new ones."""

    code_2020: str
    code_2016: str
    kind: str
    place: Ref
    parent: Ref | None
    name: Text
    short_name: str
    calendar: str
    contact: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PlaceStep:
    """What happens to one place; of the changes, None leaves as it is."""

    kind: StepKind
    place: Ref
    heirs: tuple[Heir, ...] = ()
    name: Text | None = None
    bare_name: str | None = None
    parent: Ref | None = None


@dataclass(frozen=True, slots=True)
class UnitStep:
    """What happens to one unit; of the changes, None leaves as it is."""

    kind: StepKind
    unit: Ref
    heirs: tuple[Heir, ...] = ()
    name: Text | None = None
    short_name: str | None = None
    parent: Ref | None = None
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class NewRoute:
    """The route that filings of a procedure take from the day on, as JSON of the catalogue.

    What is filed before keeps its version; `decided_at` is the deciding tier of the new one.
    """

    code: str
    decided_at: str
    legs: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One document of reorganisation; `effective_on` is the first day of the new order."""

    document: str
    title: Text
    effective_on: date
    new_places: tuple[NewPlace, ...] = ()
    places: tuple[PlaceStep, ...] = ()
    new_units: tuple[NewUnit, ...] = ()
    units: tuple[UnitStep, ...] = ()
    routes: tuple[NewRoute, ...] = ()
