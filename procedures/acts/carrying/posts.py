"""Officers: a post at a unit that ends goes on at its successor, under the same title."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from procedures.acts.carrying.tree import ENDING, Grown
from procedures.people import Role
from procedures.records import PostRow
from procedures.reform import ENDS, Choices, Plan, posts_usually

_Seat = tuple[object, Role, int]
"""A person, a role, a unit: held once."""


def carry_posts(db: Session, plan: Plan, choices: Choices, grown: Grown) -> int:
    """Move the posts of the plan's day and later; says how many. Rows that were held stay."""
    day = plan.effective_on
    goes_to = {
        grown.old_units[step.unit]: (step.unit, posts_usually(step))
        for step in plan.units
        if step.kind in ENDING
    }
    posts = db.scalars(
        select(PostRow)
        .where(
            PostRow.unit_id.in_(goes_to),
            or_(PostRow.valid_to.is_(None), PostRow.valid_to > day),
        )
        .order_by(PostRow.id)
    ).all()
    taken = _taken(db, day)
    for post in posts:
        unit, usual = goes_to[post.unit_id]
        to = choices.posts.get(str(post.id)) or choices.unit_posts.get(unit) or usual
        _carry(db, post, None if to == ENDS else grown.units[to], day, taken)
    db.flush()
    return len(posts)


def _taken(db: Session, day: date) -> set[_Seat]:
    """The seats that are held on the day at units that go on."""
    rows = db.execute(
        select(PostRow.person_id, PostRow.role, PostRow.unit_id).where(
            or_(PostRow.valid_to.is_(None), PostRow.valid_to > day)
        )
    )
    return {(person, role, unit) for person, role, unit in rows}


def _carry(db: Session, post: PostRow, unit_id: int | None, day: date, taken: set[_Seat]) -> None:
    """End the post, and begin it anew at the unit unless the person sits there already.

    One that would begin later begins there, or never.
    """
    seat = (post.person_id, post.role, unit_id or 0)
    if post.valid_from >= day:
        if unit_id is None:
            db.delete(post)
        else:
            post.unit_id = unit_id
        return
    if unit_id is not None and seat not in taken:
        taken.add(seat)
        db.add(
            PostRow(
                person_id=post.person_id,
                unit_id=unit_id,
                role=post.role,
                title=dict(post.title),
                signs_as=post.signs_as,
                granted_by=post.granted_by,
                granted_from=post.granted_from,
                granted_to=post.granted_to,
                granted_for=list(post.granted_for),
                absence_id=post.absence_id,
                valid_from=day,
                valid_to=post.valid_to,
            )
        )
    post.valid_to = day
