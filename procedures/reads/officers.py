"""To whom a dossier can be handed: units of every tier that somebody works in, and the people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from procedures.people import Role
from procedures.records import Absence, Person, PlaceRow, PostRow, TierRow, UnitRow
from procedures.records.directory import in_force
from procedures.records.spelling import folded, like
from procedures.routing import Text

MOST_UNITS = 30
"""How many units one search shows; a longer list is narrowed by its words."""

_Parent, _Substitute = aliased(UnitRow), aliased(Person)


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit with at least one handler in office. `over` is the unit that it belongs to."""

    id: int
    name: Text
    tier: Text
    place: Text
    over: Text | None


@dataclass(frozen=True, slots=True)
class OfficerChoice:
    """A person by the post in which they would act."""

    person_id: UUID
    post_id: int
    name: str
    title: Text
    away_until: date | None = None
    """First day back of somebody who is away today."""
    substitute: str = ""


def units_with_handlers(
    db: Session, on: date, *, tier: str = "", words: str = ""
) -> tuple[UnitChoice, ...]:
    """Units of a tier (or of all) whose name has the words; `MOST_UNITS` + 1 at most."""
    handled = exists().where(
        PostRow.unit_id == UnitRow.id, PostRow.role == Role.HANDLER, in_force(PostRow, on)
    )
    query = _units().where(handled, in_force(UnitRow, on))
    if tier:
        query = query.where(PlaceRow.tier == tier)
    if words:
        name = UnitRow.name["vi"].astext
        query = query.where(folded(name).like(like(words)))
    rows = db.execute(query.limit(MOST_UNITS + 1))
    return tuple(UnitChoice(*row) for row in rows)


def unit_choice(db: Session, unit_id: int) -> UnitChoice | None:
    """One unit by its id."""
    row = db.execute(_units().where(UnitRow.id == unit_id)).first()
    return UnitChoice(*row) if row else None


def _units() -> Select[*tuple[Any, ...]]:
    return (
        select(UnitRow.id, UnitRow.name, TierRow.name, PlaceRow.name, _Parent.name)
        .join(PlaceRow, PlaceRow.id == UnitRow.place_id)
        .join(TierRow, TierRow.code == PlaceRow.tier)
        .outerjoin(_Parent, _Parent.id == UnitRow.parent_id)
        .order_by(TierRow.rank, UnitRow.code_2020)
    )


def tiers(db: Session) -> Mapping[str, Text]:
    """The tiers in force, the highest first."""
    rows = db.execute(select(TierRow.code, TierRow.name).order_by(TierRow.rank))
    return dict(rows.all())


def officers_at(db: Session, unit_id: int, role: Role, on: date) -> tuple[OfficerChoice, ...]:
    """Who holds the role at the unit on the day, by their posts; who is away is marked."""
    rows = db.execute(
        select(
            Person.id,
            PostRow.id,
            Person.full_name,
            PostRow.title,
            Absence.valid_to,
            func.coalesce(_Substitute.full_name, ""),
        )
        .join(PostRow, PostRow.person_id == Person.id)
        .outerjoin(
            Absence,
            (Absence.person_id == Person.id) & (Absence.valid_from <= on) & (Absence.valid_to > on),
        )
        .outerjoin(_Substitute, _Substitute.id == Absence.substitute_id)
        .where(PostRow.unit_id == unit_id, PostRow.role == role, in_force(PostRow, on))
        .order_by(PostRow.id)
    )
    return tuple(OfficerChoice(*row) for row in rows)
