"""Who somebody is today: the person with the posts in force."""

from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from procedures.people import Actor, Post
from procedures.records import Person, PostRow


def actor_of(db: Session, person_id: UUID, on: date) -> Actor | None:
    """The actor with the posts held on the day; None when there is no such person."""
    person = db.get(Person, person_id)
    if person is None:
        return None
    posts = db.scalars(
        select(PostRow)
        .where(
            PostRow.person_id == person_id,
            PostRow.valid_from <= on,
            or_(PostRow.valid_to.is_(None), PostRow.valid_to > on),
        )
        .order_by(PostRow.id)
    )
    return Actor(
        person_id=person.id,
        name=person.full_name,
        posts=tuple(Post(p.id, p.unit_id, p.role, p.title) for p in posts),
    )
