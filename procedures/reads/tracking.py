"""Public tracking: how far a dossier is, for whoever holds its code and a second secret.

An unknown code and a wrong second secret are told alike and take the same work.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.clock import Due, Step
from procedures.lifecycle import NATIONAL_CODE, State
from procedures.reads.timeline import WAITING_STATES, LegStep, way
from procedures.records import Dossier, Person, ProcedureVersion, UnitRow
from procedures.records.endings import EndedPaper, ended_papers, read_ended
from procedures.routing import Text

NOBODY = UUID(int=0)
NOTHING = "-"
"""Stands where there is no dossier or no number; no cleaned secret looks like it."""

_DASHES = str.maketrans("‐‑‒–—−", "------")


@dataclass(frozen=True, slots=True)
class Tracked:
    """What the public may know: the state, the offices and the dates. No name, no content.

    `due` proves the promised date; None before reception. `ended` are results that were revoked or
    replaced since.
    """

    code: str
    procedure_code: str
    procedure: Text
    state: State
    national_code: int
    desk: Text
    return_method: str
    submitted_at: datetime
    received_at: datetime | None
    due: Due | None
    waits_for_applicant: bool
    finished_at: datetime | None
    returned_at: datetime | None
    way: tuple[LegStep, ...]
    ended: tuple[EndedPaper, ...]


def clean_code(typed: str) -> str:
    """A dossier's code however it was typed: no spaces, capitals, plain hyphens."""
    return "".join(typed.translate(_DASHES).upper().split())


def track(db: Session, code: str, secret: str) -> Tracked | None:
    """The dossier, when `secret` is its lookup key or its applicant's identification number."""
    row = db.execute(
        select(Dossier.id, Dossier.lookup_key, Dossier.applicant_id).where(
            Dossier.code == clean_code(code)
        )
    ).first()
    dossier_id, key, applicant = row or (NOBODY, NOTHING, NOBODY)
    number = db.scalar(select(Person.citizen_no).where(Person.id == applicant)) or NOTHING
    given = "".join(c for c in secret.upper() if c.isascii() and c.isalnum())
    fits = _same(given, key) | _same(given, number)
    return _tracked(db, dossier_id) if fits else None


def _same(given: str, kept: str) -> bool:
    """Compared as digests: neither the content nor the length shows in the time."""
    return hmac.compare_digest(*(hashlib.sha256(word.encode()).digest() for word in (given, kept)))


def _tracked(db: Session, dossier_id: UUID) -> Tracked:
    dossier, code, name, desk, ended = db.execute(
        select(
            Dossier,
            ProcedureVersion.code,
            ProcedureVersion.name,
            UnitRow.name,
            ended_papers(),
        )
        .join(ProcedureVersion, ProcedureVersion.id == Dossier.procedure_version_id)
        .join(UnitRow, UnitRow.id == Dossier.desk_unit_id)
        .where(Dossier.id == dossier_id)
    ).one()
    return Tracked(
        code=dossier.code,
        procedure_code=code,
        procedure=name,
        state=dossier.state,
        national_code=NATIONAL_CODE[dossier.state],
        desk=desk,
        return_method=dossier.return_method,
        submitted_at=dossier.submitted_at,
        received_at=dossier.received_at,
        due=_due(dossier),
        waits_for_applicant=dossier.state in WAITING_STATES,
        finished_at=dossier.finished_at,
        returned_at=dossier.returned_at,
        way=way(db, dossier),
        ended=read_ended(ended),
    )


def _due(dossier: Dossier) -> Due | None:
    if dossier.due_trace is None:
        return None
    return Due(dossier.due_at, tuple(Step.from_json(step) for step in dossier.due_trace))
