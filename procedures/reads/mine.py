"""A citizen's own dossiers and drafts: where each stands and what is to be done now."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.lifecycle import FINAL_STATES, PAUSED_STATES, State
from procedures.records import Dossier, Draft, ProcedureVersion, UnitRow
from procedures.records.versions import parsed
from procedures.routing import Text

A_PAGE = 30
MOST_DRAFTS = 50


@dataclass(frozen=True, slots=True)
class MyDraft:
    """Something begun and not handed in; with `dossier_id` it answers a supplement request."""

    id: UUID
    procedure_code: str
    procedure_name: Text
    subject: str
    updated_at: datetime
    dossier_id: UUID | None
    over: bool
    """Whether its version of the procedure is over, so that it cannot be handed in as it is."""


@dataclass(frozen=True, slots=True)
class MyDossier:
    """One dossier in the list; `holder` has it now, nobody at the end of its life."""

    id: UUID
    code: str
    procedure_name: Text
    subject: str
    state: State
    holder: Text | None
    submitted_at: datetime
    due_at: datetime | None

    @property
    def paused(self) -> bool:
        return self.state in PAUSED_STATES

    @property
    def ended(self) -> bool:
        return self.state in FINAL_STATES

    @property
    def counts(self) -> bool:
        """Whether a time limit runs, so that a due date is worth saying."""
        return self.due_at is not None and self.state not in {
            *FINAL_STATES, *PAUSED_STATES, State.DECIDED, State.ISSUED
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mine:
    """One page of the list, newest first; `older` says there are more."""

    drafts: tuple[MyDraft, ...]
    dossiers: tuple[MyDossier, ...]
    older: bool


def mine(db: Session, person_id: UUID, on: date, before: datetime | None = None) -> Mine:
    """The person's drafts as they stand on a day, and the dossiers filed before the moment."""
    found = _dossiers(db, person_id, before)
    drafts = _drafts(db, person_id, on) if before is None else ()
    return Mine(drafts, found[:A_PAGE], len(found) > A_PAGE)


def _drafts(db: Session, person_id: UUID, on: date) -> tuple[MyDraft, ...]:
    rows = db.execute(
        select(Draft, ProcedureVersion)
        .join(ProcedureVersion, ProcedureVersion.id == Draft.procedure_version_id)
        .where(Draft.owner_id == person_id, Draft.entered_by.is_(None))
        .order_by(Draft.updated_at.desc())
        .limit(MOST_DRAFTS)
    ).all()
    return tuple(
        MyDraft(
            id=draft.id,
            procedure_code=version.code,
            procedure_name=version.name,
            subject=subject_so_far(draft, version),
            updated_at=draft.updated_at,
            dossier_id=draft.dossier_id,
            over=draft.dossier_id is None and version.is_over(on),
        )
        for draft, version in rows
    )


def subject_so_far(draft: Draft, version: ProcedureVersion) -> str:
    """Whom it is about, as far as that has been said: it tells two drafts apart."""
    names = parsed(version).procedure.subject_fields
    words = (draft.answers.get(name) for name in names)
    return ", ".join(word for word in words if isinstance(word, str) and word)[:200]


def _dossiers(db: Session, person_id: UUID, before: datetime | None) -> tuple[MyDossier, ...]:
    wanted = (
        select(
            Dossier.id,
            Dossier.code,
            ProcedureVersion.name,
            Dossier.subject,
            Dossier.state,
            UnitRow.name,
            Dossier.submitted_at,
            Dossier.due_at,
        )
        .join(ProcedureVersion, ProcedureVersion.id == Dossier.procedure_version_id)
        .outerjoin(UnitRow, UnitRow.id == Dossier.holder_unit_id)
        .where(Dossier.applicant_id == person_id)
        .order_by(Dossier.submitted_at.desc(), Dossier.id)
        .limit(A_PAGE + 1)
    )
    if before is not None:
        wanted = wanted.where(Dossier.submitted_at < before)
    return tuple(MyDossier(*row) for row in db.execute(wanted))
