"""Reorganisations as an administrator weighs them: what each touches, and what it leaves open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select, text
from sqlalchemy.orm import Session, aliased

from procedures.reads.administration.slices import Edge, cut
from procedures.records import Dossier, Person, PlaceRow, Reorganisation, UnitRow
from procedures.records.base import Json
from procedures.records.directory import in_force
from procedures.records.reorganisation import ReorganisationState
from procedures.records.weighing import Weighed, weigh
from procedures.reform import Ambiguity, Choices, Fault, Plan, Ref, StepKind, new
from procedures.routing import Text

_Approver = aliased(Person)
_TOUCHED = text(
    """
    WITH open_ones AS (
        SELECT id, holder_unit_id, desk_unit_id, place_id FROM dossier
        WHERE holder_unit_id IS NOT NULL
    ), ahead AS (
        SELECT leg.* FROM leg JOIN open_ones ON open_ones.id = leg.dossier_id
        WHERE leg.closed_at IS NULL AND leg.unit_id = ANY(:units)
    )
    SELECT
        (SELECT count(*) FROM open_ones AS d
         WHERE d.holder_unit_id = ANY(:units) OR d.desk_unit_id = ANY(:units)
            OR d.place_id = ANY(:places)
            OR EXISTS (SELECT FROM ahead WHERE ahead.dossier_id = d.id)) AS dossiers,
        (SELECT count(*) FROM ahead WHERE NOT beside) AS legs,
        (SELECT count(*) FROM ahead WHERE beside) AS beside,
        (SELECT count(*) FROM handover WHERE outcome IS NULL
          AND (from_unit_id = ANY(:units) OR to_unit_id = ANY(:units))) AS offers,
        (SELECT count(*) FROM draft WHERE place_id = ANY(:places)
          OR desk_unit_id = ANY(:units) OR support_unit_id = ANY(:units)) AS drafts,
        (SELECT count(*) FROM post WHERE unit_id = ANY(:units)
          AND (valid_to IS NULL OR valid_to > :day)) AS posts,
        (SELECT count(DISTINCT person_id) FROM post WHERE unit_id = ANY(:units)
          AND (valid_to IS NULL OR valid_to > :day)) AS officers,
        (SELECT count(*) FROM paper WHERE is_result AND state IN ('reserved', 'printed')
          AND unit_id = ANY(:units)) AS unsigned,
        (SELECT count(*) FROM paper WHERE state = 'ordered' AND unit_id = ANY(:units)) AS unsealed,
        (SELECT count(DISTINCT d.calendar_version_id) FROM dossier AS d
          WHERE d.holder_unit_id = ANY(:units)) AS calendars,
        (SELECT count(DISTINCT d.procedure_version_id) FROM dossier AS d
          WHERE d.holder_unit_id = ANY(:units)) AS versions
    """
)


@dataclass(frozen=True, slots=True)
class ReorganisationItem:
    """One row of the list; `state` is draft, approved, applied or cancelled."""

    id: UUID
    document: str
    title: Text
    effective_on: date
    state: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Touched:
    """How much a reorganisation moves; `keys` are the seals that begin with it."""

    dossiers: int
    legs: int
    beside: int
    offers: int
    drafts: int
    posts: int
    officers: int
    unsigned: int
    unsealed: int
    calendars: int
    versions: int
    keys: int
    routes: int


@dataclass(frozen=True, slots=True)
class ReorganisationSheet:
    """One reorganisation; what is weighed is empty once it was applied or cancelled."""

    item: ReorganisationItem
    prepared_by: str
    prepared_by_id: UUID
    prepared_at: datetime
    approved_by: str
    applied_at: datetime | None
    steps: int
    faults: tuple[Fault, ...]
    ambiguities: tuple[Ambiguity, ...]
    choices: Choices
    fingerprint: str
    touched: Touched | None
    names: Mapping[Ref, Text]


def reorganisations(db: Session) -> tuple[ReorganisationItem, ...]:
    """The newest first; a province has few."""
    rows = db.scalars(
        select(Reorganisation)
        .order_by(Reorganisation.effective_on.desc(), Reorganisation.created_at.desc())
        .limit(100)
    )
    return tuple(_item(row) for row in rows)


def reorganisation_sheet(db: Session, key: UUID, today: date) -> ReorganisationSheet | None:
    """One, weighed against the records as they are now."""
    found = db.execute(
        select(Reorganisation, Person.full_name, _Approver.full_name)
        .join(Person, Person.id == Reorganisation.created_by)
        .outerjoin(_Approver, _Approver.id == Reorganisation.approved_by)
        .where(Reorganisation.id == key)
    ).first()
    if found is None:
        return None
    row, prepared_by, approved_by = found
    weighed = _weighed(db, row, today)
    return ReorganisationSheet(
        item=_item(row),
        prepared_by=prepared_by,
        prepared_by_id=row.created_by,
        prepared_at=row.created_at,
        approved_by=approved_by or "",
        applied_at=row.applied_at,
        steps=len(row.plan.get("places", ())) + len(row.plan.get("units", ())),
        faults=weighed.faults if weighed else (),
        ambiguities=weighed.ambiguities if weighed else (),
        choices=weighed.choices if weighed else Choices(),
        fingerprint=row.fingerprint,
        touched=_touched(db, weighed.plan) if weighed else None,
        names=names_of(db, weighed.plan) if weighed else {},
    )


def touched_dossiers(
    db: Session, key: UUID, edge: Edge | None = None
) -> tuple[Sequence[Row[Any]], Edge | None, Edge | None]:
    """The codes of the dossiers in flight that it moves, with holder and place, in slices."""
    row = db.get(Reorganisation, key)
    if row is None:
        return (), None, None
    units, places = _ids(db, row.plan, row.effective_on)
    query = (
        select(
            Dossier.code.label("key"),
            UnitRow.name.label("holder"),
            PlaceRow.name.label("place"),
            Dossier.due_at,
        )
        .join(UnitRow, UnitRow.id == Dossier.holder_unit_id)
        .join(PlaceRow, PlaceRow.id == Dossier.place_id)
        .where(
            Dossier.holder_unit_id.is_not(None),
            or_(
                Dossier.holder_unit_id.in_(units),
                Dossier.desk_unit_id.in_(units),
                Dossier.place_id.in_(places),
            ),
        )
    )
    found = cut(db, query, Dossier.code, edge)
    return found.rows, found.previous, found.next


def _weighed(db: Session, row: Reorganisation, today: date) -> Weighed | None:
    if row.state in {ReorganisationState.APPLIED, ReorganisationState.CANCELLED}:
        return None
    due = row.state is ReorganisationState.APPROVED and row.effective_on <= today
    return weigh(db, row.plan, row.choices, today, on_the_day=due)


def _item(row: Reorganisation) -> ReorganisationItem:
    return ReorganisationItem(
        row.id, row.document, row.title, row.effective_on, row.state.value, row.done, row.total
    )


def _ids(db: Session, plan: Json, on: date) -> tuple[list[int], list[int]]:
    """The rows of the units and places that have a step."""
    unit_codes = [step["unit"] for step in plan.get("units", ())]
    place_codes = [step["place"] for step in plan.get("places", ())]
    units = db.scalars(
        select(UnitRow.id).where(UnitRow.code_2020.in_(unit_codes), in_force(UnitRow, on))
    )
    places = db.scalars(
        select(PlaceRow.id).where(PlaceRow.code.in_(place_codes), in_force(PlaceRow, on))
    )
    return list(units), list(places)


def _touched(db: Session, plan: Plan) -> Touched:
    body = {
        "units": [{"unit": step.unit} for step in plan.units],
        "places": [{"place": step.place} for step in plan.places],
    }
    units, places = _ids(db, body, plan.effective_on)
    counted = db.execute(
        _TOUCHED, {"units": units, "places": places, "day": plan.effective_on}
    ).one()
    renewed = sum(step.kind is StepKind.CHANGE for step in plan.units)
    return Touched(**counted._asdict(), keys=len(plan.new_units) + renewed, routes=len(plan.routes))


def names_of(db: Session, plan: Plan) -> dict[Ref, Text]:
    """What every reference that an ambiguity can name is called."""
    names: dict[Ref, Text] = {new(place.code): place.name for place in plan.new_places}
    names |= {new(unit.code_2020): unit.name for unit in plan.new_units}
    codes = [step.place for step in plan.places]
    places = select(PlaceRow.code, PlaceRow.name).where(
        PlaceRow.code.in_(codes), in_force(PlaceRow, plan.effective_on)
    )
    names |= dict(db.execute(places).all())
    refs = {step.unit for step in plan.units}
    refs |= {heir.to for step in plan.units for heir in step.heirs}
    units = select(UnitRow.code_2020, UnitRow.name).where(
        UnitRow.code_2020.in_(refs), in_force(UnitRow, plan.effective_on)
    )
    return names | dict(db.execute(units).all())
