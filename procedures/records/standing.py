"""The facts of a dossier that rights depend on, asked in one place by acts and reads alike."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from sqlalchemy import CTE, ColumnElement, exists, literal, or_, select
from sqlalchemy.orm import Session

from procedures.lifecycle import RESULTED_STATES, REVOCABLE_STATES
from procedures.people import Actor, Role
from procedures.records.dossier import Dossier
from procedures.records.handover import Handover
from procedures.records.leg import Leg
from procedures.records.lineage import makers_of
from procedures.records.reorganisation import UnitSuccession
from procedures.records.unit import UnitRow
from procedures.rights import Standing
from procedures.routing import Function


class Stretch(Protocol):
    """What rights must know of a leg."""

    @property
    def unit_id(self) -> int: ...
    @property
    def function(self) -> Function: ...
    @property
    def beside(self) -> bool: ...
    @property
    def has_begun(self) -> bool: ...
    @property
    def is_open(self) -> bool: ...


def standing_of(db: Session, dossier: Dossier) -> Standing:
    """Where the dossier stands, who filed it, and which units have, had or are offered it.

    Who took over a unit that ended answers for what the unit had in hand.
    """
    legs = db.scalars(select(Leg).where(Leg.dossier_id == dossier.id)).all()
    standing = standing_on(dossier, legs, answerable(db, dossier), offered_unit(db, dossier))
    return with_makers(db, dossier, standing)


def standing_on(
    dossier: Dossier, legs: Iterable[Stretch], involved: frozenset[int], offered: int | None
) -> Standing:
    """The same from legs that were read already."""
    way = tuple(legs)
    return Standing(
        state=dossier.state,
        applicant_id=dossier.applicant_id,
        desk_unit=dossier.desk_unit_id,
        holder_unit=dossier.holder_unit_id,
        involved_units=involved,
        function=next((leg.function for leg in way if leg.is_open and not leg.beside), None),
        offered_unit=offered,
        consulted_units=frozenset(leg.unit_id for leg in way if leg.is_open and leg.beside),
        signing_units=frozenset(leg.unit_id for leg in way if leg.function is Function.SIGNING),
        support_unit=dossier.support_unit_id,
    )


def with_makers(db: Session, dossier: Dossier, standing: Standing) -> Standing:
    """The same with the units that answer for its result, or decide where it ended without."""
    if dossier.state not in REVOCABLE_STATES:
        return standing
    makers = makers_of(db, dossier.id, begun=dossier.state in RESULTED_STATES)
    return replace(
        standing,
        making_units=makers[Function.HANDLING],
        issuing_units=makers[Function.SIGNING],
    )


def offered_unit(db: Session, dossier: Dossier) -> int | None:
    """The unit that may take the dossier now, if it is offered to one."""
    return db.scalar(
        select(Handover.to_unit_id).where(
            Handover.dossier_id == dossier.id, Handover.outcome.is_(None)
        )
    )


def answerable(db: Session, dossier: Dossier) -> frozenset[int]:
    """The units that have or had it in hand, the desk, and whoever came after those that ended."""
    return frozenset(db.scalars(select(_answerable(dossier).c.unit_id)))


def _answerable(dossier: Dossier) -> CTE:
    """The units of the legs that were opened, its desks, and whoever came after them."""
    desks = {dossier.desk_unit_id, dossier.support_unit_id or dossier.desk_unit_id}
    own = (
        select(Leg.unit_id.label("unit_id"))
        .where(Leg.dossier_id == dossier.id, Leg.opened_at.is_not(None))
        .union(*(select(literal(desk)) for desk in sorted(desks)))
        .subquery()
    )
    had = select(own.c.unit_id).cte("had", recursive=True)
    return had.union(
        select(UnitSuccession.new_id)
        .join(had, had.c.unit_id == UnitSuccession.old_id)
        .join(UnitRow, UnitRow.id == UnitSuccession.old_id)
        .where(UnitRow.valid_to.is_not(None))
    )


def readable(actor: Actor) -> ColumnElement[bool]:
    """What `may_read` says to an officer, as a condition on `Dossier`.

    For the dossiers of one person or one code: no index answers it for all of them.
    """
    working = {post.unit_id for post in actor.posts if post.role is not Role.ADMIN}
    answering = select(_forerunners(working).c.unit_id)
    had = exists().where(
        Leg.dossier_id == Dossier.id, Leg.opened_at.is_not(None), Leg.unit_id.in_(answering)
    )
    signs = exists().where(
        Leg.dossier_id == Dossier.id,
        Leg.function == Function.SIGNING,
        Leg.unit_id.in_(actor.units_as(Role.LEADER)),
    )
    offered = exists().where(
        Handover.dossier_id == Dossier.id,
        Handover.outcome.is_(None),
        Handover.to_unit_id.in_(working),
    )
    desks = (Dossier.desk_unit_id.in_(answering), Dossier.support_unit_id.in_(answering))
    return or_(*desks, had, signs, offered)


def _forerunners(unit_ids: Collection[int]) -> CTE:
    """The units, and those that ended and whose work came to them."""
    own = select(UnitRow.id.label("unit_id")).where(UnitRow.id.in_(unit_ids))
    mine = own.cte("forerunners", recursive=True)
    return mine.union(
        select(UnitSuccession.old_id)
        .join(mine, mine.c.unit_id == UnitSuccession.new_id)
        .join(UnitRow, UnitRow.id == UnitSuccession.old_id)
        .where(UnitRow.valid_to.is_not(None))
    )


def heirs(db: Session, unit_ids: Collection[int]) -> Mapping[int, frozenset[int]]:
    """Each unit with itself and whoever came after it, if it ended; all of them in one query."""
    had = (
        select(UnitRow.id.label("root"), UnitRow.id.label("unit_id"))
        .where(UnitRow.id.in_(unit_ids))
        .cte("heirs", recursive=True)
    )
    had = had.union(
        select(had.c.root, UnitSuccession.new_id)
        .join(UnitSuccession, UnitSuccession.old_id == had.c.unit_id)
        .join(UnitRow, UnitRow.id == UnitSuccession.old_id)
        .where(UnitRow.valid_to.is_not(None))
    )
    found: dict[int, set[int]] = {unit_id: {unit_id} for unit_id in unit_ids}
    for root, unit_id in db.execute(select(had.c.root, had.c.unit_id)):
        found[root].add(unit_id)
    return {root: frozenset(units) for root, units in found.items()}
