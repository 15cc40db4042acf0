"""The tree before a reorganisation and the tree after it, as far as soundness depends on them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from procedures.reform.plan import Plan, Ref, StepKind, new

ENDING = frozenset({StepKind.END, StepKind.MERGE, StepKind.SPLIT})


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """A place: its tier and the one above it."""

    tier: str
    parent: Ref | None


@dataclass(frozen=True, slots=True)
class UnitFact:
    """A unit: what it does, where, and under whom."""

    kind: str
    place: Ref
    parent: Ref | None


@dataclass(frozen=True, slots=True)
class Before:
    """What stands on the day before, by code, and what is going on there.

    `in_hand` counts the dossiers in flight of a unit, `living` those of a place; `spent` are codes
    of units that ended, which are never given again.
    """

    today: date
    places: Mapping[Ref, PlaceFact]
    units: Mapping[Ref, UnitFact]
    tiers: frozenset[str]
    calendars: frozenset[str]
    fields: frozenset[str]
    procedures: frozenset[str]
    in_hand: Mapping[Ref, int]
    living: Mapping[Ref, int]
    spent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class After:
    """What stands on the day. What goes on keeps its code; what is new has a `+`."""

    places: Mapping[Ref, PlaceFact]
    units: Mapping[Ref, UnitFact]

    @classmethod
    def of(cls, plan: Plan, before: Before) -> "After":
        """The tree that the plan leaves; unknown references stay, for `check` to name."""
        ended = {step.place for step in plan.places if step.kind in ENDING}
        places = {code: fact for code, fact in before.places.items() if code not in ended}
        places |= {new(p.code): PlaceFact(p.tier, p.parent) for p in plan.new_places}
        for place in plan.places:
            if place.parent is not None and place.place in places:
                places[place.place] = replace(places[place.place], parent=place.parent)
        gone = {step.unit for step in plan.units if step.kind in ENDING}
        units = {code: fact for code, fact in before.units.items() if code not in gone}
        units |= {new(u.code_2020): UnitFact(u.kind, u.place, u.parent) for u in plan.new_units}
        for unit in plan.units:
            if unit.parent is not None and unit.unit in units:
                units[unit.unit] = replace(units[unit.unit], parent=unit.parent)
        return cls(places, units)

    def offices(self) -> frozenset[tuple[str, str]]:
        """Every (tier, kind) of which there is a unit: what a route may name."""
        return frozenset(
            (self.places[unit.place].tier, unit.kind)
            for unit in self.units.values()
            if unit.place in self.places
        )

    def above(self, place: Ref) -> Iterator[Ref]:
        """The place and those above it."""
        at: Ref | None = place
        seen: set[Ref] = set()
        while at is not None and at in self.places and at not in seen:
            seen.add(at)
            yield at
            at = self.places[at].parent
