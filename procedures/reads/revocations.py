"""What is proposed of issued papers: the one of a dossier, and those that wait for one's unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from procedures.people import Actor, Role
from procedures.records import (
    Decision,
    Dossier,
    Paper,
    Person,
    PostRow,
    ProcedureVersion,
    Revocation,
    UnitRow,
)
from procedures.records.annexes import AnnexRow, annexes_of, read_annexes
from procedures.records.lineage import answers_for, came_to
from procedures.records.paper import PaperState
from procedures.records.revocable import deciding_unit, reopens
from procedures.records.revocation import Ending
from procedures.routing import Text

__all__ = [
    "Ending",
    "Proposed",
    "Waiting",
    "answering_unit",
    "may_decide",
    "proposed_on",
    "values_of",
    "waiting",
    "would_reopen",
]

MOST = 200

_New, _Signer = aliased(Paper), aliased(Person)


@dataclass(frozen=True, slots=True)
class Instrument:
    """The paper drawn up to end another. `seen` is the digest of its print."""

    id: UUID
    title: Text
    number: str
    dated: date
    seen: str
    printing: bool
    signer_id: UUID
    signer: str
    signer_post_id: int
    annexes: tuple[AnnexRow, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal that waits for a leader of the unit, or of the one that came after it.

    `reopens` is whether the dossier is handled on once the paper has ended.
    """

    ending: Ending
    paper_id: UUID
    title: Text
    number: str
    dated: date
    issued_at: datetime
    agency: Text
    grounds: str
    proposed_by: str
    proposed_at: datetime
    unit_id: int
    reopens: bool
    instrument: Instrument | None


def proposed_on(db: Session, dossier_id: UUID) -> Proposed | None:
    """The open proposal of a dossier, if there is one."""
    row = db.execute(
        select(
            Revocation,
            Paper,
            UnitRow.name,
            Person.full_name,
            _New,
            PostRow,
            _Signer.full_name,
            annexes_of(_New.id),
        )
        .join(Paper, Paper.id == Revocation.paper_id)
        .join(UnitRow, UnitRow.id == Paper.unit_id)
        .join(Person, Person.id == Revocation.proposed_by)
        .outerjoin(_New, _New.id == Revocation.instrument_id)
        .outerjoin(PostRow, PostRow.id == _New.signer_post_id)
        .outerjoin(_Signer, _Signer.id == PostRow.person_id)
        .where(
            Revocation.dossier_id == dossier_id,
            Revocation.decided_at.is_(None),
            Revocation.dismissed_at.is_(None),
        )
    ).first()
    if row is None:
        return None
    proposal, paper, agency, proposer, _, post, signer, annexes = row
    new: Paper | None = row[4]
    assert paper.issued_at is not None
    return Proposed(
        ending=proposal.ending,
        paper_id=paper.id,
        title=paper.title,
        number=paper.notation,
        dated=paper.dated,
        issued_at=paper.issued_at,
        agency=agency,
        grounds=proposal.grounds,
        proposed_by=proposer,
        proposed_at=proposal.proposed_at,
        unit_id=proposal.unit_id,
        reopens=proposal.reopens,
        instrument=_instrument(new, post, signer, read_annexes(annexes)) if new else None,
    )


def _instrument(
    new: Paper, post: PostRow, signer: str, annexes: tuple[AnnexRow, ...]
) -> Instrument:
    return Instrument(
        id=new.id,
        title=new.title,
        number=new.notation,
        dated=new.dated,
        seen=new.printed_sha256 or "",
        printing=new.state is PaperState.RESERVED,
        signer_id=post.person_id,
        signer=signer,
        signer_post_id=post.id,
        annexes=annexes,
    )


def answering_unit(db: Session, paper_id: UUID) -> int | None:
    """The unit whose leaders decide about the paper today."""
    paper = db.get_one(Paper, paper_id)
    return deciding_unit(db, db.get_one(Dossier, paper.dossier_id), paper)


def may_decide(db: Session, dossier_id: UUID, proposed: Proposed, actor: Actor) -> bool:
    """Whether the actor leads the unit that decides the proposal today."""
    return answers_for(db, dossier_id, proposed.unit_id) in actor.units_as(Role.LEADER)


def would_reopen(db: Session, paper_id: UUID) -> bool:
    """Whether its dossier would be handled on if the paper were revoked."""
    paper = db.get_one(Paper, paper_id)
    return reopens(db, db.get_one(Dossier, paper.dossier_id), paper)


def values_of(db: Session, paper_id: UUID) -> Mapping[str, Any]:
    """The values of the fields that a result says, to be corrected in another one."""
    paper = db.get_one(Paper, paper_id)
    made = db.scalar(select(Revocation.fields).where(Revocation.instrument_id == paper_id))
    if made is None:
        made = db.scalar(select(Decision.fields).where(Decision.id == paper.decision_id))
    return dict((made or {}).get(paper.result_code or "") or {})


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the list of proposals."""

    dossier_id: UUID
    code: str
    procedure: Text
    ending: Ending
    title: Text
    number: str
    proposed_by: str
    proposed_at: datetime


def waiting(db: Session, actor: Actor) -> tuple[Waiting, ...]:
    """The open proposals about papers that the reader's units answer for, oldest first."""
    own = sorted(actor.units_as(Role.HANDLER, Role.LEADER))
    if not own:
        return ()
    rows = db.execute(
        select(Revocation, Dossier.code, ProcedureVersion.name, Paper, Person.full_name)
        .join(Paper, Paper.id == Revocation.paper_id)
        .join(Dossier, Dossier.id == Revocation.dossier_id)
        .join(ProcedureVersion, ProcedureVersion.id == Dossier.procedure_version_id)
        .join(Person, Person.id == Revocation.proposed_by)
        .where(
            Revocation.decided_at.is_(None),
            Revocation.dismissed_at.is_(None),
            or_(*(came_to(unit, Revocation.unit_id, "revocation") for unit in own)),
        )
        .order_by(Revocation.proposed_at, Revocation.id)
        .limit(MOST)
    )
    return tuple(
        Waiting(
            dossier_id=proposal.dossier_id,
            code=code,
            procedure=procedure,
            ending=proposal.ending,
            title=paper.title,
            number=paper.notation,
            proposed_by=proposer,
            proposed_at=proposal.proposed_at,
        )
        for proposal, code, procedure, paper, proposer in rows
    )
