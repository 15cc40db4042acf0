"""The new tree: old rows end, new rows begin, and successions say which became which."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from procedures.records import PlaceRow, PlaceSuccession, UnitRow, UnitSuccession
from procedures.records.directory import in_force
from procedures.reform import Choices, Heir, NewUnit, Plan, Ref, StepKind, UnitStep, new

ENDING = frozenset({StepKind.END, StepKind.MERGE, StepKind.SPLIT, StepKind.CHANGE})

Column: TypeAlias = InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class Grown:
    """The row ids of both trees: `old_*` by code, `places` and `units` by reference."""

    old_places: Mapping[Ref, int]
    old_units: Mapping[Ref, int]
    places: Mapping[Ref, int]
    units: Mapping[Ref, int]


def grow(db: Session, reorganisation_id: UUID, plan: Plan, choices: Choices) -> Grown:
    """Write the tree of the plan's day."""
    day = plan.effective_on
    old_places = {
        row.code: row for row in db.scalars(select(PlaceRow).where(in_force(PlaceRow, day)))
    }
    old_units = {
        row.code_2020: row for row in db.scalars(select(UnitRow).where(in_force(UnitRow, day)))
    }
    was_place = {code: row.id for code, row in old_places.items()}
    was_unit = {code: row.id for code, row in old_units.items()}
    places = _places(db, plan, old_places)
    units = _units(db, plan, old_units, places)
    grown = Grown(was_place, was_unit, places, units)
    _successions(db, reorganisation_id, plan, choices, grown)
    return grown


def _places(db: Session, plan: Plan, old: Mapping[Ref, PlaceRow]) -> dict[Ref, int]:
    """End the old places, begin the new ones; the id that each reference has from the day on."""
    day = plan.effective_on
    ended = [old[step.place].id for step in plan.places if step.kind in ENDING]
    db.execute(update(PlaceRow).where(PlaceRow.id.in_(ended)).values(valid_to=day))
    begun = {
        new(p.code): PlaceRow(
            code=p.code, tier=p.tier, name=dict(p.name), bare_name=p.bare_name, valid_from=day
        )
        for p in plan.new_places
    }
    for step in plan.places:
        if step.kind is StepKind.CHANGE:
            was = old[step.place]
            begun[step.place] = PlaceRow(
                code=was.code,
                tier=was.tier,
                parent_id=was.parent_id,
                name=dict(step.name or was.name),
                bare_name=step.bare_name or was.bare_name,
                valid_from=day,
            )
    db.add_all(begun.values())
    db.flush()
    gone = set(ended)
    ids = {code: row.id for code, row in old.items() if row.id not in gone}
    ids |= {ref: row.id for ref, row in begun.items()}
    parents = {new(p.code): p.parent for p in plan.new_places}
    parents |= {s.place: s.parent for s in plan.places if s.parent is not None}
    for ref, parent in parents.items():
        if parent is not None and ref in begun:
            begun[ref].parent_id = ids[parent]
    db.flush()
    for step in plan.places:
        if step.kind is StepKind.CHANGE:
            _follow(db, PlaceRow.parent_id, old[step.place].id, ids[step.place], day)
    return ids


def _units(
    db: Session, plan: Plan, old: Mapping[Ref, UnitRow], places: Mapping[Ref, int]
) -> dict[Ref, int]:
    day = plan.effective_on
    ended = [old[step.unit].id for step in plan.units if step.kind in ENDING]
    db.execute(update(UnitRow).where(UnitRow.id.in_(ended)).values(valid_to=day))
    begun = {new(u.code_2020): _begun(u, places[u.place], day) for u in plan.new_units}
    for step in plan.units:
        if step.kind is StepKind.CHANGE:
            begun[step.unit] = _changed(step, old[step.unit], day)
    db.add_all(begun.values())
    db.flush()
    gone = set(ended)
    ids = {code: row.id for code, row in old.items() if row.id not in gone}
    ids |= {ref: row.id for ref, row in begun.items()}
    parents = {new(u.code_2020): u.parent for u in plan.new_units}
    parents |= {s.unit: s.parent for s in plan.units if s.parent is not None}
    for ref, parent in parents.items():
        if parent is not None and ref in begun:
            begun[ref].parent_id = ids[parent]
    db.flush()
    for step in plan.units:
        if step.kind is StepKind.CHANGE:
            _follow(db, UnitRow.parent_id, old[step.unit].id, ids[step.unit], day)
    for place_step in plan.places:
        if place_step.kind is StepKind.CHANGE:
            was = _ended_place(db, place_step.place, day)
            _follow(db, UnitRow.place_id, was, places[place_step.place], day)
    return ids


def _begun(unit: NewUnit, place_id: int, day: date) -> UnitRow:
    return UnitRow(
        code_2020=unit.code_2020,
        code_2016=unit.code_2016,
        kind=unit.kind,
        place_id=place_id,
        name=dict(unit.name),
        short_name=unit.short_name,
        calendar_code=unit.calendar,
        contact=dict(unit.contact),
        valid_from=day,
    )


def _changed(step: UnitStep, was: UnitRow, day: date) -> UnitRow:
    """The same agency under its code, with what the step says of it."""
    return UnitRow(
        code_2020=was.code_2020,
        code_2016=was.code_2016,
        kind=was.kind,
        place_id=was.place_id,
        parent_id=was.parent_id,
        name=dict(step.name or was.name),
        short_name=step.short_name or was.short_name,
        calendar_code=step.calendar or was.calendar_code,
        contact=dict(was.contact),
        valid_from=day,
    )


def _ended_place(db: Session, code: str, day: date) -> int:
    return db.scalars(
        select(PlaceRow.id).where(PlaceRow.code == code, PlaceRow.valid_to == day)
    ).one()


def _follow(db: Session, column: Column, was: int, now: int, day: date) -> None:
    """Let what hangs on a renewed row, and stands, hang on its new row."""
    kind = column.class_
    db.execute(
        update(kind)
        .where(column == was, kind.valid_to.is_(None) | (kind.valid_to > day))
        .values({column: now})
    )


def _successions(
    db: Session, reorganisation_id: UUID, plan: Plan, choices: Choices, grown: Grown
) -> None:
    for place_step in plan.places:
        heirs = _heirs(place_step.kind, place_step.place, place_step.heirs)
        usual = choices.places.get(place_step.place)
        db.add_all(
            PlaceSuccession(
                reorganisation_id=reorganisation_id,
                old_id=grown.old_places[place_step.place],
                new_id=grown.places[heir.to],
                whole=len(heirs) == 1,
                usual=len(heirs) == 1 or (heir.to == usual if usual else heir.usual),
            )
            for heir in heirs
        )
    for step in plan.units:
        takers = _heirs(step.kind, step.unit, step.heirs)
        chosen = choices.units.get(step.unit)
        db.add_all(
            UnitSuccession(
                reorganisation_id=reorganisation_id,
                old_id=grown.old_units[step.unit],
                new_id=grown.units[heir.to],
                fields=list(heir.fields),
                usual=_is_usual(step.kind, heir, takers, chosen),
            )
            for heir in takers
        )
    db.flush()


def _is_usual(kind: StepKind, heir: Heir, heirs: tuple[Heir, ...], chosen: Ref | None) -> bool:
    if kind is StepKind.TRANSFER:
        return False
    if len(heirs) == 1:
        return True
    return heir.to == chosen if chosen else heir.usual


def _heirs(kind: StepKind, ref: Ref, heirs: tuple[Heir, ...]) -> tuple[Heir, ...]:
    """What is changed is its own successor."""
    return (Heir(ref),) if kind is StepKind.CHANGE else heirs
