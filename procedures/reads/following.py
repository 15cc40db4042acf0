"""A dossier as its applicant follows it: the promise, the hands, the papers, what to do now."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, aliased

from forms.schema import FormSchema
from procedures.catalogue.types import ChannelKind, Procedure
from procedures.clock import Due
from procedures.errors import N_, Hidden, NotFound
from procedures.lifecycle import Act, State
from procedures.people import Actor
from procedures.reads.file import Sent, sent
from procedures.reads.timeline import (
    Hands,
    LegStep,
    Request,
    TimelineEntry,
    hands,
    timeline,
    way_through,
)
from procedures.records import (
    Dossier,
    Paper,
    Person,
    ProcedureVersion,
    Revocation,
    UnitRow,
)
from procedures.records.annexes import AnnexRow, annexes_of, read_annexes
from procedures.records.endings import ended_it
from procedures.records.organisations import (
    Organisations,
    organisations_among,
    organisations_of,
)
from procedures.records.paper import PaperState
from procedures.records.versions import version_of, version_with
from procedures.rights import Standing, open_acts
from procedures.routing import Function, Text
from procedures.tags import Tag

NO_DOSSIER = N_("Không tìm thấy hồ sơ.")


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A paper to download: sealed, and never changed again.

    `ended_by` is the paper that revoked or replaced it; a decision made elsewhere has only its
    number and date.
    """

    id: UUID
    title: Text
    number: str
    agency: Text
    issued_at: datetime
    is_result: bool
    revoked_at: datetime | None
    revoked_grounds: str | None
    superseded_by: UUID | None
    ended_by: UUID | None
    decision_number: str | None
    decision_date: date | None
    annexes: tuple[AnnexRow, ...]


@dataclass(frozen=True, slots=True)
class Payment:
    """A financial duty that the office waits for."""

    amount: int
    reason: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Followed:
    """All that the page of one dossier says. `promise` is None before reception."""

    id: UUID
    code: str
    version: int
    lookup_key: str
    procedure: Procedure
    schema: FormSchema
    applicant: str
    subject: str
    state: State
    desk: Text
    organisations: Organisations
    holder: Text | None
    return_method: str
    submitted_at: datetime
    received_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    due_at: datetime | None
    promise: Due | None
    way: tuple[LegStep, ...]
    events: tuple[TimelineEntry, ...]
    papers: tuple[IssuedPaper, ...]
    handed_in: tuple[Sent, ...]
    request: Request | None
    payment: Payment | None
    open_acts: tuple[Act, ...]

    @property
    def results(self) -> tuple[IssuedPaper, ...]:
        return tuple(paper for paper in self.papers if paper.is_result)

    @property
    def slips(self) -> tuple[IssuedPaper, ...]:
        return tuple(paper for paper in self.papers if not paper.is_result)


_Desk, _Support = aliased(UnitRow), aliased(UnitRow)


def followed(db: Session, dossier_id: UUID, actor: Actor) -> Followed:
    """The applicant's own dossier, in six queries; `Hidden` for anybody else leaves a trace."""
    dossier, digest, applicant, desk, support, holder = _head(db, dossier_id, actor)
    version = version_with(db, dossier.procedure_version_id, digest)
    legs, papers = hands(db, dossier_id), _papers(db, dossier_id)
    events = timeline(db, dossier, {str(paper.id): paper.title for paper in papers})
    return Followed(
        id=dossier.id,
        code=dossier.code,
        version=dossier.version,
        lookup_key=dossier.lookup_key,
        procedure=version.procedure,
        schema=version.schema,
        applicant=applicant,
        subject=dossier.subject,
        state=dossier.state,
        desk=desk.name,
        organisations=organisations_among(dossier, _offices(legs, desk, support)),
        holder=holder,
        return_method=dossier.return_method,
        submitted_at=dossier.submitted_at,
        received_at=dossier.received_at,
        finished_at=dossier.finished_at,
        returned_at=dossier.returned_at,
        due_at=dossier.due_at,
        promise=_promise(dossier),
        way=way_through(legs, dossier.state),
        events=events,
        papers=papers,
        handed_in=tuple(reversed(sent(db, dossier_id, version.procedure))),
        request=next((event.request for event in reversed(events) if event.request), None),
        payment=_payment(dossier, events),
        open_acts=open_acts(actor, _standing(dossier)),
    )


def _head(db: Session, dossier_id: UUID, actor: Actor) -> Row[*tuple[Any, ...]]:
    row = db.execute(
        select(
            Dossier,
            ProcedureVersion.digest,
            Person.full_name,
            _Desk,
            _Support,
            UnitRow.name,
        )
        .join(ProcedureVersion, ProcedureVersion.id == Dossier.procedure_version_id)
        .join(Person, Person.id == Dossier.applicant_id)
        .join(_Desk, _Desk.id == Dossier.desk_unit_id)
        .outerjoin(_Support, _Support.id == Dossier.support_unit_id)
        .outerjoin(UnitRow, UnitRow.id == Dossier.holder_unit_id)
        .where(Dossier.id == dossier_id)
    ).first()
    if row is None:
        raise NotFound(NO_DOSSIER)
    _ensure_own(row[0], actor)
    return row


def _offices(legs: Hands, desk: UnitRow, support: UnitRow | None) -> list[UnitRow]:
    """The units that the three organisations are made of."""
    signing = [unit for leg, unit in legs if leg.function is Function.SIGNING]
    return [desk, *signing, *([support] if support else [])]


def _standing(dossier: Dossier) -> Standing:
    """As the applicant's own rights need it: they ask nothing of the units it went through."""
    return Standing(
        state=dossier.state,
        applicant_id=dossier.applicant_id,
        desk_unit=dossier.desk_unit_id,
        holder_unit=dossier.holder_unit_id,
        involved_units=frozenset(),
    )


def _own_dossier(db: Session, dossier_id: UUID, actor: Actor) -> Dossier:
    """The row, for its applicant alone."""
    dossier = db.get(Dossier, dossier_id)
    if dossier is None:
        raise NotFound(NO_DOSSIER)
    _ensure_own(dossier, actor)
    return dossier


def _ensure_own(dossier: Dossier, actor: Actor) -> None:
    if actor.person_id is None or dossier.applicant_id != actor.person_id:
        raise Hidden(NO_DOSSIER, dossier.id)


def _promise(dossier: Dossier) -> Due | None:
    if dossier.received_at is None or not dossier.due_trace:
        return None
    at = dossier.due_at.isoformat() if dossier.due_at else None
    return Due.from_json({"due": at, "trace": dossier.due_trace})


def _papers(db: Session, dossier_id: UUID) -> tuple[IssuedPaper, ...]:
    rows = db.execute(
        select(
            Paper.id,
            Paper.title,
            Paper.context["number_text"].astext,
            UnitRow.name,
            Paper.issued_at,
            Paper.is_result,
            Paper.revoked_at,
            Paper.revoked_grounds,
            Paper.superseded_by,
            Revocation.instrument_id,
            Revocation.decision_number,
            Revocation.decision_date,
            annexes_of(Paper.id),
        )
        .join(UnitRow, UnitRow.id == Paper.unit_id)
        .outerjoin(Revocation, ended_it(Paper))
        .where(Paper.dossier_id == dossier_id, Paper.state == PaperState.ISSUED)
        .order_by(Paper.issued_at, Paper.id)
    ).all()
    return tuple(IssuedPaper(*(*paper, read_annexes(annexes))) for *paper, annexes in rows)


def _payment(dossier: Dossier, events: tuple[TimelineEntry, ...]) -> Payment | None:
    """The duty as the ledger has it, while the dossier waits for it."""
    if dossier.state is not State.AWAITING_PAYMENT:
        return None
    asked = next(event for event in reversed(events) if event.tag is Tag.ASK_PAYMENT)
    return Payment(int(str(asked.facts["amount"])), str(asked.facts["reason"]), asked.at)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a person keeps after handing in."""

    dossier_id: UUID
    code: str
    lookup_key: str
    procedure_name: Text
    desk: Text
    organisations: Organisations
    submitted_at: datetime
    return_method: str
    fee_note: Text | None


def receipt(db: Session, dossier_id: UUID, actor: Actor) -> Receipt:
    """The confirmation of a submission, as often as it is asked for."""
    dossier = _own_dossier(db, dossier_id, actor)
    procedure = version_of(db, dossier.procedure_version_id).procedure
    channel = procedure.channel(ChannelKind(dossier.channel))
    return Receipt(
        dossier_id=dossier.id,
        code=dossier.code,
        lookup_key=dossier.lookup_key,
        procedure_name=procedure.name,
        desk=db.get_one(UnitRow, dossier.desk_unit_id).name,
        organisations=organisations_of(db, dossier),
        submitted_at=dossier.submitted_at,
        return_method=dossier.return_method,
        fee_note=channel.fee_note if channel else None,
    )
