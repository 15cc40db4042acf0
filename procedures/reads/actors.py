"""Who somebody is today: the person with the posts in force."""

from datetime import date
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from procedures.people import Actor, Post
from procedures.records import Absence, Person, PostRow
from procedures.records.directory import in_force


def actor_of(db: Session, person_id: UUID, on: date) -> Actor | None:
    """The actor with the posts held on the day, in one query; None when there is no such person."""
    rows = db.execute(
        select(Person.id, Person.full_name, PostRow, func.array(_away(person_id, on)))
        .outerjoin(PostRow, (PostRow.person_id == Person.id) & in_force(PostRow, on))
        .where(Person.id == person_id)
        .order_by(PostRow.id)
    ).all()
    if not rows:
        return None
    held: list[PostRow | None] = [row[2] for row in rows]
    return Actor(
        person_id=rows[0].id,
        name=rows[0].full_name,
        posts=tuple(
            Post(post.id, post.unit_id, post.role, post.title) for post in held if post is not None
        ),
        stands_for=frozenset(rows[0][3]),
    )


def _away(person_id: UUID, on: date) -> ScalarSelect[UUID]:
    """The colleagues for whom the person stands in on the day."""
    return (
        select(Absence.person_id)
        .where(Absence.substitute_id == person_id, Absence.valid_from <= on, Absence.valid_to > on)
        .scalar_subquery()
    )
