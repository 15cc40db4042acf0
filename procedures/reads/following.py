"""A dossier as its applicant follows it: the promise, the hands, the papers, what to do now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.schema import FormSchema
from procedures.catalogue.types import ChannelKind, Procedure
from procedures.clock import Due
from procedures.errors import N_, Hidden, NotFound
from procedures.lifecycle import Act, State
from procedures.people import Actor
from procedures.reads.timeline import LegStep, TimelineEntry, timeline, way
from procedures.records import (
    AnswersVersion,
    Attachment,
    Declaration,
    Dossier,
    Paper,
    Person,
    SupplementRequest,
    UnitRow,
)
from procedures.records.organisations import Organisations, organisations_of
from procedures.records.paper import PaperState
from procedures.records.standing import standing_of
from procedures.records.versions import version_of
from procedures.rights import open_acts
from procedures.routing import Text
from procedures.tags import Tag

NO_DOSSIER = N_("Không tìm thấy hồ sơ.")


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A paper to download: sealed, and never changed again."""

    id: UUID
    title: Text
    number: str
    agency: Text
    issued_at: datetime
    is_result: bool
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One version of what was declared, with its files."""

    version: int
    submitted_at: datetime
    answers: Mapping[str, object]
    declaration_id: UUID | None
    signed: bool
    files: tuple[tuple[UUID, str, str, int], ...]
    """Of each file: id, component, name, size in bytes."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the office asked to complete; `answered_at` is None while it waits."""

    reason: str
    respond_by: date
    asked_at: datetime
    answered_at: datetime | None
    faults: tuple[Mapping[str, str], ...]


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
    handed_in: tuple[HandedIn, ...]
    request: Request | None
    payment: Payment | None
    open_acts: tuple[Act, ...]

    @property
    def results(self) -> tuple[IssuedPaper, ...]:
        return tuple(paper for paper in self.papers if paper.is_result)

    @property
    def slips(self) -> tuple[IssuedPaper, ...]:
        return tuple(paper for paper in self.papers if not paper.is_result)


def followed(db: Session, dossier_id: UUID, actor: Actor) -> Followed:
    """The applicant's own dossier; anybody else gets `Hidden`, which leaves a trace."""
    dossier = own_dossier(db, dossier_id, actor)
    version = version_of(db, dossier.procedure_version_id)
    holder = db.get(UnitRow, dossier.holder_unit_id) if dossier.holder_unit_id else None
    events = timeline(db, dossier_id)
    return Followed(
        id=dossier.id,
        code=dossier.code,
        version=dossier.version,
        lookup_key=dossier.lookup_key,
        procedure=version.procedure,
        schema=version.schema,
        applicant=db.get_one(Person, dossier.applicant_id).full_name,
        subject=dossier.subject,
        state=dossier.state,
        desk=db.get_one(UnitRow, dossier.desk_unit_id).name,
        organisations=organisations_of(db, dossier),
        holder=holder.name if holder else None,
        return_method=dossier.return_method,
        submitted_at=dossier.submitted_at,
        received_at=dossier.received_at,
        finished_at=dossier.finished_at,
        returned_at=dossier.returned_at,
        due_at=dossier.due_at,
        promise=_promise(dossier),
        way=way(db, dossier_id),
        events=events,
        papers=_papers(db, dossier_id),
        handed_in=_handed_in(db, dossier_id),
        request=_request(db, dossier_id),
        payment=_payment(dossier, events),
        open_acts=open_acts(actor, standing_of(db, dossier)),
    )


def own_dossier(db: Session, dossier_id: UUID, actor: Actor) -> Dossier:
    """The row, for its applicant alone."""
    dossier = db.get(Dossier, dossier_id)
    if dossier is None:
        raise NotFound(NO_DOSSIER)
    if actor.person_id is None or dossier.applicant_id != actor.person_id:
        raise Hidden(NO_DOSSIER, dossier_id)
    return dossier


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
        )
        .join(UnitRow, UnitRow.id == Paper.unit_id)
        .where(Paper.dossier_id == dossier_id, Paper.state == PaperState.ISSUED)
        .order_by(Paper.issued_at, Paper.id)
    ).all()
    return tuple(IssuedPaper(*row) for row in rows)


def _handed_in(db: Session, dossier_id: UUID) -> tuple[HandedIn, ...]:
    """Every version, newest first."""
    rows = db.execute(
        select(AnswersVersion, Declaration.id, Declaration.signed_sha256)
        .outerjoin(
            Declaration,
            (Declaration.dossier_id == AnswersVersion.dossier_id)
            & (Declaration.answers_version == AnswersVersion.version),
        )
        .where(AnswersVersion.dossier_id == dossier_id)
        .order_by(AnswersVersion.version.desc())
    ).all()
    files = db.scalars(
        select(Attachment)
        .where(Attachment.dossier_id == dossier_id)
        .order_by(Attachment.uploaded_at, Attachment.id)
    ).all()
    return tuple(
        HandedIn(
            version=answers.version,
            submitted_at=answers.submitted_at,
            answers=answers.body,
            declaration_id=declaration_id,
            signed=signed is not None,
            files=tuple(
                (file.id, file.component, file.filename, file.size)
                for file in files
                if file.answers_version == answers.version
            ),
        )
        for answers, declaration_id, signed in rows
    )


def _request(db: Session, dossier_id: UUID) -> Request | None:
    row = db.scalar(
        select(SupplementRequest)
        .where(SupplementRequest.dossier_id == dossier_id)
        .order_by(SupplementRequest.ordinal.desc())
        .limit(1)
    )
    if row is None:
        return None
    return Request(row.reason, row.respond_by, row.asked_at, row.answered_at, tuple(row.faults))


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
    dossier = own_dossier(db, dossier_id, actor)
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
