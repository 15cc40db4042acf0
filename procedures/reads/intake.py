"""What a desk must know to take in paper: its drafts, its place, whose a number is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from procedures.people import Actor, Role
from procedures.records import Dossier, Draft, Person, PlaceRow, ProcedureVersion, UnitRow
from procedures.routing import Text

MOST_DRAFTS = 50

_Clerk = aliased(Person)


@dataclass(frozen=True, slots=True)
class DeskDraft:
    """Something that a desk has begun to type and not yet taken in.

    `supplements` is the code of the dossier that it answers a request to; none for a new one.
    """

    id: UUID
    procedure_name: Text
    supplements: str | None
    applicant: str
    clerk: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """A desk at which the reader receives; `address` is its place as an e-form's answer."""

    id: int
    name: Text
    address: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whose number is known already, as a clerk compares them with the identity paper."""

    full_name: str
    birth_date: date | None


def desk_drafts(db: Session, actor: Actor) -> tuple[DeskDraft, ...]:
    """What the reader's desks have begun, the newest first; `MOST_DRAFTS` at most."""
    rows = db.execute(
        select(
            Draft.id,
            ProcedureVersion.name,
            Dossier.code,
            Person.full_name,
            _Clerk.full_name,
            Draft.updated_at,
        )
        .join(ProcedureVersion, ProcedureVersion.id == Draft.procedure_version_id)
        .join(Person, Person.id == Draft.owner_id)
        .join(_Clerk, _Clerk.id == Draft.entered_by)
        .outerjoin(Dossier, Dossier.id == Draft.dossier_id)
        .where(
            Draft.entered_by.is_not(None),
            func.coalesce(Draft.support_unit_id, Draft.desk_unit_id).in_(
                actor.units_as(Role.RECEIVER)
            ),
        )
        .order_by(Draft.updated_at.desc(), Draft.id)
        .limit(MOST_DRAFTS)
    )
    return tuple(DeskDraft(*row) for row in rows)


def own_desks(db: Session, actor: Actor) -> tuple[OwnDesk, ...]:
    """The desks of the reader's posts."""
    rows = db.execute(
        select(UnitRow.id, UnitRow.name, PlaceRow.code, PlaceRow.name)
        .join(PlaceRow, PlaceRow.id == UnitRow.place_id)
        .where(UnitRow.id.in_(actor.units_as(Role.RECEIVER)))
        .order_by(UnitRow.id)
    )
    return tuple(
        OwnDesk(id_, name, {"place": code, "detail": "", "text": place["vi"]})
        for id_, name, code, place in rows
    )


def known_person(db: Session, citizen_no: str) -> Known | None:
    """Who has the number, if anybody does."""
    row = db.execute(
        select(Person.full_name, Person.birth_date).where(Person.citizen_no == citizen_no)
    ).first()
    return Known(*row) if row else None


def begun_online(db: Session, dossier_id: UUID) -> datetime | None:
    """When the applicant last saved an answer of their own to the open request, if they have."""
    return db.scalar(
        select(Draft.updated_at).where(Draft.dossier_id == dossier_id, Draft.entered_by.is_(None))
    )
