"""Who is away, until when, and who stands in for whom."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from procedures.people import Actor, Role
from procedures.records import Absence, Person, PostRow
from procedures.records.directory import in_force
from procedures.routing import Text

MOST = 50
_Away, _Substitute = aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """One absence; `valid_to` is the first day back, `begun` says that it cannot be called off."""

    id: UUID
    person_id: UUID
    name: str
    substitute: str
    valid_from: date
    valid_to: date
    reason: str
    document: str
    begun: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody in office at one of the same units, by a post there."""

    person_id: UUID
    name: str
    title: Text


def absences_of(db: Session, people: frozenset[UUID], on: date) -> tuple[AbsenceRow, ...]:
    """Absences now or to come, of any of the people or in which they stand in, soonest first."""
    rows = db.execute(
        select(Absence, _Away.full_name, _Substitute.full_name)
        .join(_Away, _Away.id == Absence.person_id)
        .outerjoin(_Substitute, _Substitute.id == Absence.substitute_id)
        .where(
            or_(Absence.person_id.in_(people), Absence.substitute_id.in_(people)),
            Absence.valid_to > on,
        )
        .order_by(Absence.valid_from, Absence.id)
        .limit(MOST)
    )
    return tuple(
        AbsenceRow(
            id=row.id,
            person_id=row.person_id,
            name=away,
            substitute=substitute or "",
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            reason=row.reason,
            document=row.document,
            begun=row.valid_from <= on,
        )
        for row, away, substitute in rows
    )


def colleagues(db: Session, person_id: UUID, on: date) -> tuple[Colleague, ...]:
    """The person and everybody else in office at their units on the day, by name."""
    mine = select(PostRow.unit_id).where(PostRow.person_id == person_id, in_force(PostRow, on))
    rows = db.execute(
        select(Person.id, Person.full_name, PostRow.title)
        .join(PostRow, PostRow.person_id == Person.id)
        .where(PostRow.unit_id.in_(mine), in_force(PostRow, on), PostRow.absence_id.is_(None))
        .order_by(Person.full_name, PostRow.id)
    )
    found: dict[UUID, Colleague] = {}
    for row in rows:
        found.setdefault(row[0], Colleague(*row))
    return tuple(found.values())


def led_by(db: Session, actor: Actor, on: date) -> frozenset[UUID]:
    """Whose absence the actor may plan: their own, and that of those they lead."""
    led = actor.units_as(Role.LEADER)
    rows = db.scalars(
        select(PostRow.person_id).where(PostRow.unit_id.in_(led), in_force(PostRow, on))
    )
    own = {actor.person_id} if actor.person_id else set()
    return frozenset(own | set(rows))
