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
from procedures.records.lineage import answers_for, came_to
from procedures.records.paper import PaperState
from procedures.records.revocation import Ending
from procedures.routing import Text

__all__ = ["Ending", "Proposed", "Waiting", "answering_unit", "proposed_on", "values_of", "waiting"]

MOST = 200

_New, _Signer = aliased(Paper), aliased(Person)


@dataclass(frozen=True, slots=True)
class Replacement:
    """The paper drawn up to stand in the place of another. `seen` is the digest of its print."""

    id: UUID
    title: Text
    number: str
    dated: date
    seen: str
    printing: bool
    signer_id: UUID
    signer: str
    signer_post_id: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal that waits for a leader of the authority."""

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
    replacement: Replacement | None


def proposed_on(db: Session, dossier_id: UUID) -> Proposed | None:
    """The open proposal of a dossier, if there is one."""
    row = db.execute(
        select(Revocation, Paper, UnitRow.name, Person.full_name, _New, PostRow, _Signer.full_name)
        .join(Paper, Paper.id == Revocation.paper_id)
        .join(UnitRow, UnitRow.id == Paper.unit_id)
        .join(Person, Person.id == Revocation.proposed_by)
        .outerjoin(_New, _New.id == Revocation.replacement_id)
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
    proposal, paper, agency, proposer, _, post, signer = row
    new: Paper | None = row[4]
    assert paper.issued_at is not None
    return Proposed(
        ending=proposal.ending,
        paper_id=paper.id,
        title=paper.title,
        number=_number(paper),
        dated=paper.dated,
        issued_at=paper.issued_at,
        agency=agency,
        grounds=proposal.grounds,
        proposed_by=proposer,
        proposed_at=proposal.proposed_at,
        replacement=_replacement(new, post, signer) if new is not None else None,
    )


def _replacement(new: Paper, post: PostRow, signer: str) -> Replacement:
    return Replacement(
        id=new.id,
        title=new.title,
        number=_number(new),
        dated=new.dated,
        seen=new.printed_sha256 or "",
        printing=new.state is PaperState.RESERVED,
        signer_id=post.person_id,
        signer=signer,
        signer_post_id=post.id,
    )


def _number(paper: Paper) -> str:
    return str(paper.context.get("number_text", paper.number))


def answering_unit(db: Session, paper_id: UUID) -> int | None:
    """The unit whose leaders decide about the paper today."""
    return answers_for(db, paper_id)


def values_of(db: Session, paper_id: UUID) -> Mapping[str, Any]:
    """The values of the fields that the paper says, to be corrected in another one."""
    paper = db.get_one(Paper, paper_id)
    made = db.scalar(select(Revocation.fields).where(Revocation.replacement_id == paper_id))
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
            or_(*(came_to(unit, Paper.unit_id, "paper") for unit in own)),
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
            number=_number(paper),
            proposed_by=proposer,
            proposed_at=proposal.proposed_at,
        )
        for proposal, code, procedure, paper, proposer in rows
    )
