"""What may be done with many dossiers at once, asked for all of them together."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, aliased

from procedures.clock import due
from procedures.lifecycle import Act, State
from procedures.people import Actor
from procedures.records import (
    CalendarVersion,
    Dossier,
    Handover,
    LedgerEntry,
    Leg,
    Person,
    ProcedureVersion,
    UnitRow,
)
from procedures.records.counting import calendar_from, limit_of
from procedures.records.standing import heirs, standing_on
from procedures.rights import may_read, open_acts
from procedures.routing import Function, Text
from procedures.tags import TITLES, Tag

_Officer = aliased(Person)


@dataclass(frozen=True, slots=True)
class LastMove:
    """Who moved it last; `what` is a msgid, `who` is "" for the system."""

    who: str
    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Outlook:
    """A dossier as it is now. `next_unit` and `next_function` are those of the planned leg ahead.

    `promise` is when the result would be due if it were received now; None once it was.
    """

    id: UUID
    code: str
    procedure: Text
    subject: str
    applicant: str
    state: State
    version: int
    holder_id: int | None
    officer_id: UUID | None
    officer: str
    next_unit: Text | None
    next_function: Function | None
    promise: datetime | None
    acts: tuple[Act, ...]
    last_move: LastMove | None


def outlooks(
    db: Session, actor: Actor, dossier_ids: Collection[UUID], now: datetime
) -> Mapping[UUID, Outlook]:
    """Those of the dossiers that the reader may read, in five queries however many they are."""
    rows = db.execute(
        select(
            Dossier,
            ProcedureVersion.name,
            Person.full_name,
            _Officer.full_name,
            Handover.to_unit_id,
            CalendarVersion,
        )
        .join(ProcedureVersion, ProcedureVersion.id == Dossier.procedure_version_id)
        .join(Person, Person.id == Dossier.applicant_id)
        .join(CalendarVersion, CalendarVersion.id == Dossier.calendar_version_id)
        .outerjoin(_Officer, _Officer.id == Dossier.holder_officer_id)
        .outerjoin(Handover, (Handover.dossier_id == Dossier.id) & Handover.outcome.is_(None))
        .where(Dossier.id.in_(dossier_ids))
    ).all()
    legs, names = _legs(db, dossier_ids)
    moves = _last_moves(db, dossier_ids)
    after = heirs(db, {*names, *(row[0].desk_unit_id for row in rows)})
    found = {}
    for row in rows:
        dossier: Dossier = row[0]
        way = legs[dossier.id]
        own = {leg.unit_id for leg in way if leg.has_begun} | {dossier.desk_unit_id}
        involved = frozenset().union(*(after[unit_id] for unit_id in own))
        standing = standing_on(dossier, way, involved, row[4])
        if may_read(actor, standing):
            acts = open_acts(actor, standing)
            found[dossier.id] = _outlook(row, way, names, acts, moves.get(dossier.id), now)
    return found


def _outlook(
    row: Row[*tuple[Any, ...]],
    way: Sequence[Leg],
    names: Mapping[int, Text],
    acts: tuple[Act, ...],
    moved: LastMove | None,
    now: datetime,
) -> Outlook:
    dossier, procedure, applicant, officer, _offered, calendar = row
    ahead = _ahead(way)
    promise = None
    if dossier.received_at is None:
        counted = due(now, limit_of(dossier), calendar_from(calendar), (), dossier.clock_policy)
        promise = counted.at
    return Outlook(
        id=dossier.id,
        code=dossier.code,
        procedure=procedure,
        subject=dossier.subject,
        applicant=applicant,
        state=dossier.state,
        version=dossier.version,
        holder_id=dossier.holder_unit_id,
        officer_id=dossier.holder_officer_id,
        officer=officer or "",
        next_unit=names[ahead.unit_id] if ahead else None,
        next_function=ahead.function if ahead else None,
        promise=promise,
        acts=acts,
        last_move=moved,
    )


def _ahead(way: Sequence[Leg]) -> Leg | None:
    """The planned leg right behind the open one."""
    here = next((leg for leg in way if leg.is_open and not leg.beside), None)
    if here is None:
        return None
    return next(
        (leg for leg in way if leg.ordinal > here.ordinal and not leg.has_begun and not leg.beside),
        None,
    )


def _legs(
    db: Session, dossier_ids: Collection[UUID]
) -> tuple[Mapping[UUID, Sequence[Leg]], Mapping[int, Text]]:
    """The legs of each dossier in the order of its way, and the names of their units."""
    legs: dict[UUID, list[Leg]] = defaultdict(list)
    names: dict[int, Text] = {}
    for leg, name in db.execute(
        select(Leg, UnitRow.name)
        .join(UnitRow, UnitRow.id == Leg.unit_id)
        .where(Leg.dossier_id.in_(dossier_ids))
        .order_by(Leg.dossier_id, Leg.ordinal)
    ):
        legs[leg.dossier_id].append(leg)
        names[leg.unit_id] = name
    return legs, names


def _last_moves(db: Session, dossier_ids: Collection[UUID]) -> Mapping[UUID, LastMove]:
    """Who moved each dossier last: read forward, so that the last one stays."""
    rows = db.execute(
        select(LedgerEntry.dossier_id, LedgerEntry.tag, LedgerEntry.at, Person.full_name)
        .outerjoin(Person, Person.id == LedgerEntry.actor_id)
        .where(
            LedgerEntry.stream.in_([str(dossier_id) for dossier_id in dossier_ids]),
            LedgerEntry.to_state.is_not(None),
        )
        .order_by(LedgerEntry.stream, LedgerEntry.seq)
    )
    return {
        row.dossier_id: LastMove(row.full_name or "", TITLES[Tag(row.tag)], row.at) for row in rows
    }
