"""Where a filing may be received: the desks of the province, and the one that a draft has."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from procedures.catalogue.types import FiledAt
from procedures.people import Role
from procedures.records import Draft, PlaceRow, PostRow, UnitRow
from procedures.records.directory import DatabaseDirectory, in_force
from procedures.records.spelling import folded, like
from procedures.records.versions import version_of
from procedures.routing import Function, LegPlan, NoCompetentUnit, Text, route_for

MOST_DESKS = 30
"""How many desks one search shows; a longer list is narrowed by its words."""

_Above = aliased(PlaceRow)


@dataclass(frozen=True, slots=True)
class DeskChoice:
    """A desk with somebody who receives; `over` is the place around its own."""

    id: int
    name: Text
    place: Text
    over: Text | None


@dataclass(frozen=True, slots=True)
class Receiving:
    """Who will receive a draft and who will decide it, as it stands.

    `chosen` says that the desk is not the competent one; `kind` is what desks are called in routes.
    """

    desk_id: int
    desk: Text
    competent_id: int
    competent_desk: Text
    chosen: bool
    may_choose: bool
    support: Text | None
    competent: tuple[Text, ...]
    kind: str


def desks(db: Session, kind: str, on: date, words: str) -> tuple[DeskChoice, ...]:
    """Desks in force with somebody who receives, by words in their name; one too many at most."""
    received = exists().where(
        PostRow.unit_id == UnitRow.id,
        PostRow.role == Role.RECEIVER,
        in_force(PostRow, on),
    )
    query = (
        select(UnitRow.id, UnitRow.name, PlaceRow.name, _Above.name)
        .join(PlaceRow, PlaceRow.id == UnitRow.place_id)
        .outerjoin(_Above, _Above.id == PlaceRow.parent_id)
        .where(UnitRow.kind == kind, in_force(UnitRow, on), received)
        .order_by(UnitRow.code_2020)
        .limit(MOST_DESKS + 1)
    )
    if words:
        query = query.where(folded(UnitRow.name["vi"].astext).like(like(words)))
    return tuple(DeskChoice(*row) for row in db.execute(query))


def receiving(db: Session, draft_id: UUID, on: date) -> Receiving | None:
    """The organisations of a draft; None where its place has no competent unit."""
    draft = db.get_one(Draft, draft_id)
    procedure = version_of(db, draft.procedure_version_id).procedure
    place = db.get_one(PlaceRow, draft.place_id)
    try:
        plan = route_for(procedure, place.code, on, DatabaseDirectory(db))
    except NoCompetentUnit:
        return None
    own = plan[0].unit
    chosen = db.get(UnitRow, draft.desk_unit_id) if draft.desk_unit_id else None
    support = db.get(UnitRow, draft.support_unit_id) if draft.support_unit_id else None
    return Receiving(
        desk_id=chosen.id if chosen else int(own.key),
        desk=chosen.name if chosen else own.name,
        competent_id=int(own.key),
        competent_desk=own.name,
        chosen=chosen is not None and chosen.id != int(own.key),
        may_choose=procedure.filed_at is FiledAt.PROVINCE and draft.dossier_id is None,
        support=support.name if support else None,
        competent=_deciding(plan),
        kind=own.kind,
    )


def _deciding(plan: tuple[LegPlan, ...]) -> tuple[Text, ...]:
    signing = {leg.unit.key: leg.unit.name for leg in plan if leg.function is Function.SIGNING}
    return tuple(signing.values())
