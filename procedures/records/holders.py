"""From a person's posts as records to the actor that rights are asked about."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from procedures.people import Actor, Post
from procedures.records.absence import Absence
from procedures.records.directory import Day
from procedures.records.people import PostRow

Person = InstrumentedAttribute[UUID] | UUID


def actor_from(
    person_id: UUID, name: str, held: Iterable[PostRow | None], away: Iterable[UUID]
) -> Actor:
    """The actor with these posts, standing in for those who are away.

    The row of somebody without any post has None in its place.
    """
    return Actor(
        person_id=person_id,
        name=name,
        posts=tuple(Post(p.id, p.unit_id, p.role, p.title) for p in held if p is not None),
        stands_for=frozenset(away),
    )


def stood_in_for(person: Person, on: Day) -> ColumnElement[list[UUID]]:
    """The colleagues for whom the person stands in on the day."""
    return func.array(
        select(Absence.person_id)
        .where(Absence.substitute_id == person, Absence.valid_from <= on, Absence.valid_to > on)
        .scalar_subquery()
    )
