"""A reorganisation weighed against the records: what is wrong with it, and what it leaves open."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from procedures.records.base import Json
from procedures.records.directory import in_force
from procedures.records.people import PostRow
from procedures.records.procedure_version import ProcedureVersion
from procedures.records.tree import tree_before
from procedures.records.unit import UnitRow
from procedures.records.versions import parsed, takes_filings
from procedures.reform import (
    Ambiguity,
    Before,
    Choices,
    Fault,
    Office,
    Plan,
    Staff,
    ambiguities,
    check,
    load_choices,
    load_plan,
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A plan, the tree it meets, what breaks a rule, and what is open, decided or not.

    `staff` are the posts held on the day; none while a rule is broken.
    """

    plan: Plan
    before: Before
    choices: Choices
    faults: tuple[Fault, ...]
    ambiguities: tuple[Ambiguity, ...]
    staff: tuple[Staff, ...] = ()


def weigh(
    db: Session, body: Json, choices: Json, today: date, *, on_the_day: bool = False
) -> Weighed:
    """The JSON of a plan and of the choices made so far; raises `CatalogueError` for bad JSON."""
    plan, chosen = load_plan(body), load_choices(choices)
    before = tree_before(db, today, plan.effective_on)
    faults = check(plan, before, on_the_day=on_the_day)
    if faults:
        return Weighed(plan, before, chosen, faults, ())
    staff, routes = staff_on(db, plan.effective_on), offices_on(db, plan.effective_on)
    found = ambiguities(plan, before, chosen, staff, routes)
    return Weighed(plan, before, chosen, (), found, tuple(staff))


def staff_on(db: Session, on: date) -> list[Staff]:
    """The posts that are held on the day or later, by the code of their unit."""
    rows = db.execute(
        select(PostRow.id, UnitRow.code_2020)
        .join(UnitRow, UnitRow.id == PostRow.unit_id)
        .where(or_(PostRow.valid_to.is_(None), PostRow.valid_to > on), in_force(UnitRow, on))
        .order_by(PostRow.id)
    )
    return [Staff(post, unit) for post, unit in rows]


def offices_on(db: Session, on: date) -> list[Office]:
    """The office of every leg of every procedure that takes filings on the day."""
    versions = db.scalars(
        select(ProcedureVersion).where(takes_filings(on)).order_by(ProcedureVersion.code)
    )
    return [
        Office(version.code, leg.code, leg.unit.tier, leg.unit.kind)
        for version in versions
        for leg in parsed(version).procedure.route
    ]
