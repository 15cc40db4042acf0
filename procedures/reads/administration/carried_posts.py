"""Where each officer of a unit that ends goes: what is open to everyone, and what was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from procedures.people import Role
from procedures.reads.administration.reorganisations import names_of
from procedures.reads.administration.slices import AnyRow, Edge, cut
from procedures.records import Person, PostRow, Reorganisation, UnitRow
from procedures.records.directory import in_force
from procedures.reform import Choices, Plan, Ref, load_choices, load_plan
from procedures.reform import posts_open_to as open_to
from procedures.reform import posts_usually as usually
from procedures.routing import Text


@dataclass(frozen=True, slots=True)
class CarriedPost:
    """One post; `usual` is where it goes unless `chosen` says otherwise."""

    key: int
    name: str
    title: Text
    role: Role
    unit: Text
    options: tuple[Ref, ...]
    usual: Ref
    chosen: Ref


@dataclass(frozen=True, slots=True)
class CarriedPosts:
    """A slice of the posts that move, what every reference is called, and the edges."""

    posts: tuple[CarriedPost, ...]
    names: Mapping[Ref, Text]
    previous: Edge | None
    next: Edge | None


def carried_posts(db: Session, key: UUID, unit: str = "", edge: Edge | None = None) -> CarriedPosts:
    """The posts held on the day at units that end, all of them or those of one unit's code."""
    row = db.get(Reorganisation, key)
    if row is None:
        return CarriedPosts((), {}, None, None)
    plan, choices = load_plan(row.plan), load_choices(row.choices)
    options = {step.unit: found for step in plan.units if (found := open_to(step))}
    codes = [code for code in options if unit in {"", code}]
    query = (
        select(
            PostRow.id.label("key"),
            Person.full_name,
            PostRow.title,
            PostRow.role,
            UnitRow.code_2020,
            UnitRow.name.label("unit"),
        )
        .join(UnitRow, UnitRow.id == PostRow.unit_id)
        .join(Person, Person.id == PostRow.person_id)
        .where(
            UnitRow.code_2020.in_(codes),
            in_force(UnitRow, row.effective_on),
            or_(PostRow.valid_to.is_(None), PostRow.valid_to > row.effective_on),
        )
    )
    part = cut(db, query, PostRow.id, edge)
    usual = _usual(plan, choices)
    posts = tuple(_post(each, options, usual, choices) for each in part.rows)
    return CarriedPosts(posts, names_of(db, plan), part.previous, part.next)


def _usual(plan: Plan, choices: Choices) -> Mapping[Ref, Ref]:
    """Where the officers of each unit go together."""
    return {step.unit: choices.unit_posts.get(step.unit) or usually(step) for step in plan.units}


def _post(
    row: AnyRow, options: Mapping[Ref, tuple[Ref, ...]], usual: Mapping[Ref, Ref], choices: Choices
) -> CarriedPost:
    return CarriedPost(
        key=row.key,
        name=row.full_name,
        title=row.title,
        role=row.role,
        unit=row.unit,
        options=options[row.code_2020],
        usual=usual[row.code_2020],
        chosen=choices.posts.get(str(row.key), ""),
    )
