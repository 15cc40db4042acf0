"""A draft as its owner sees it: the form, what is in it, the files, the declaration so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from forms.rules import View
from forms.schema import FormSchema, Page
from procedures.catalogue.types import Component, Procedure, Signing
from procedures.clock import VIETNAM
from procedures.errors import N_, NotFound
from procedures.people import Actor
from procedures.reads.declarations import DeclarationView, declaration_view
from procedures.records import (
    Attachment,
    Declaration,
    Dossier,
    Draft,
    Person,
    PlaceRow,
    ProcedureVersion,
    SupplementRequest,
)
from procedures.records.drafting import may_work_on
from procedures.records.versions import takes_filings, version_of
from procedures.routing import Text

NO_DRAFT = N_("Không tìm thấy bản nháp.")


@dataclass(frozen=True, slots=True)
class DraftFile:
    """One file that was attached; `handed_in` when it came with the dossier already."""

    id: UUID
    component: str
    filename: str
    media_type: str
    size: int
    uploaded_at: datetime
    handed_in: bool
    checked: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the office asked to complete: each fault names a page or component, or nothing."""

    dossier_code: str
    reason: str
    respond_by: date
    asked_at: datetime
    faults: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Over:
    """Since when, and why, nothing is handed in under the draft's version of the procedure.

    `grounds` is empty for one that came to its end; `renewable` says that another is in force.
    """

    since: date
    grounds: str
    renewable: bool


@dataclass(frozen=True, slots=True)
class DraftView:
    """All that the pages of one filing need, in one read.

    `typed` has the inputs of pages that are not valid yet; `person` leads prefills.
    """

    id: UUID
    version: int
    procedure: Procedure
    schema: FormSchema
    answers: Mapping[str, object]
    typed: Mapping[str, Mapping[str, list[str]]]
    pages_done: frozenset[str]
    return_method: str
    place: Text
    dossier_id: UUID | None
    updated_at: datetime
    files: tuple[DraftFile, ...]
    declaration: DeclarationView | None
    asked: Asked | None
    over: Over | None
    person: Mapping[str, object]
    today: date
    channel: str
    at_desk: bool
    """An officer types it for the owner, from paper."""

    @property
    def view(self) -> View:
        return View(self.schema, self.answers, self.today)

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages that these answers ask for."""
        view = self.view
        return tuple(page for page in self.schema.pages if view.shows_page(page))

    @property
    def must_sign(self) -> bool:
        return self.procedure.declaration.signature is Signing.REQUIRED

    def needs(self, component: Component) -> bool:
        """Whether these answers make the component obligatory."""
        needed = component.required
        return needed if isinstance(needed, bool) else self.view.holds(needed)

    def files_of(self, component: str) -> tuple[DraftFile, ...]:
        return tuple(file for file in self.files if file.component == component)


def draft_view(db: Session, draft_id: UUID, actor: Actor, today: date) -> DraftView:
    """The actor's draft or their desk's; raises `NotFound` for everybody else's."""
    draft = db.get(Draft, draft_id)
    if draft is None or not may_work_on(actor, draft):
        raise NotFound(NO_DRAFT)
    version = version_of(db, draft.procedure_version_id)
    return DraftView(
        id=draft.id,
        version=draft.version,
        procedure=version.procedure,
        schema=version.schema,
        answers=draft.answers,
        typed=draft.typed,
        pages_done=frozenset(draft.pages_done),
        return_method=draft.return_method,
        place=db.get_one(PlaceRow, draft.place_id).name,
        dossier_id=draft.dossier_id,
        updated_at=draft.updated_at,
        files=_files(db, draft),
        declaration=_declaration(db, draft, actor),
        asked=_asked(db, draft.dossier_id),
        over=_over(db, draft, today),
        person={"person": _person(db, draft.owner_id)},
        today=today,
        channel=draft.channel,
        at_desk=draft.entered_by is not None,
    )


def _files(db: Session, draft: Draft) -> tuple[DraftFile, ...]:
    homes = [Attachment.draft_id == draft.id]
    if draft.dossier_id is not None:
        homes.append(Attachment.dossier_id == draft.dossier_id)
    rows = db.scalars(
        select(Attachment).where(or_(*homes)).order_by(Attachment.uploaded_at, Attachment.id)
    )
    return tuple(
        DraftFile(
            id=row.id,
            component=row.component,
            filename=row.filename,
            media_type=row.media_type,
            size=row.size,
            uploaded_at=row.uploaded_at,
            handed_in=row.dossier_id is not None,
            checked=row.checked_at is not None,
        )
        for row in rows
    )


def _declaration(db: Session, draft: Draft, actor: Actor) -> DeclarationView | None:
    row = db.scalar(select(Declaration).where(Declaration.draft_id == draft.id))
    if row is None:
        return None
    reader = db.get(Person, actor.person_id) if draft.entered_by is None else None
    return declaration_view(db, row, reader)


def _asked(db: Session, dossier_id: UUID | None) -> Asked | None:
    """The open request that a supplement answers."""
    if dossier_id is None:
        return None
    row = db.execute(
        select(SupplementRequest, Dossier.code)
        .join(Dossier, Dossier.id == SupplementRequest.dossier_id)
        .where(SupplementRequest.dossier_id == dossier_id, SupplementRequest.answered_at.is_(None))
    ).first()
    if row is None:
        return None
    request, code = row
    return Asked(
        dossier_code=code,
        reason=request.reason,
        respond_by=request.respond_by,
        asked_at=request.asked_at,
        faults=tuple(request.faults),
    )


def _over(db: Session, draft: Draft, today: date) -> Over | None:
    """Of no concern to the answer to a request: a dossier keeps its version."""
    version = db.get_one(ProcedureVersion, draft.procedure_version_id)
    if draft.dossier_id is not None or not version.is_over(today):
        return None
    ended = version.withdrawn_at.astimezone(VIETNAM).date() if version.withdrawn_at else None
    since = ended or version.effective_to
    assert since is not None
    return Over(since, version.withdrawn_grounds or "", _renewable(db, version.code, today))


def _renewable(db: Session, code: str, today: date) -> bool:
    wanted = exists().where(ProcedureVersion.code == code, takes_filings(today))
    return bool(db.scalar(select(wanted)))


def _person(db: Session, person_id: UUID) -> Mapping[str, object]:
    person = db.get_one(Person, person_id)
    return {
        "full_name": person.full_name,
        "citizen_no": person.citizen_no,
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
        "gender": person.gender,
        "phone": person.phone,
        "email": person.email,
        "address": person.address,
    }
