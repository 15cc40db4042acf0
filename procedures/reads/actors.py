"""Who somebody is today: the person with the posts in force."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.people import Actor
from procedures.records import Person, PostRow
from procedures.records.directory import in_force
from procedures.records.holders import actor_from, stood_in_for


def actor_of(db: Session, person_id: UUID, on: date) -> Actor | None:
    """The actor with the posts held on the day, in one query; None when there is no such person."""
    rows = db.execute(
        select(Person.full_name, PostRow, stood_in_for(person_id, on))
        .outerjoin(PostRow, (PostRow.person_id == Person.id) & in_force(PostRow, on))
        .where(Person.id == person_id)
        .order_by(PostRow.id)
    ).all()
    if not rows:
        return None
    return actor_from(person_id, rows[0].full_name, [row[1] for row in rows], rows[0][2])
