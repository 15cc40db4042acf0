"""Printing unsigned results anew with today's date, when the leader comes on a later day."""

from uuid import UUID

from sqlalchemy import select

from procedures.acts import ledger
from procedures.acts.call import Call
from procedures.acts.papers import date_today
from procedures.acts.propose_revocation import open_revocation
from procedures.acts.send_back import open_decision
from procedures.acts.transition import NOT_YOURS, locked
from procedures.errors import NotAllowed
from procedures.lifecycle import Act, step
from procedures.records import Dossier, Paper
from procedures.records.paper import PaperState
from procedures.records.standing import standing_of
from procedures.rights import may
from procedures.tags import Tag

UNSIGNED = frozenset({PaperState.RESERVED, PaperState.PRINTED})


def reprint(call: Call, dossier_id: UUID, seen_version: int) -> int:
    """Date the open decision's papers today and print them again; returns how many were old.

    It is the leader's to ask, since nobody else may sign what comes out. The dossier does not
    move, so its version stays; the new digest alone can be signed.
    """
    dossier = locked(call, dossier_id, seen_version)
    step(dossier.state, Act.DECIDE)
    if not may(call.actor, Act.DECIDE, standing_of(call.db, dossier)):
        raise NotAllowed(NOT_YOURS)
    papers = call.db.scalars(
        select(Paper)
        .where(Paper.decision_id == open_decision(call, dossier).id, Paper.state.in_(UNSIGNED))
        .with_for_update()
    )
    old = [paper for paper in papers if paper.dated != call.today]
    for paper in old:
        _print_anew(call, dossier, paper)
    return len(old)


def reprint_instrument(call: Call, dossier_id: UUID, seen_version: int) -> int:
    """The same for the paper that is to end an issued one, asked by a leader who may revoke."""
    dossier = locked(call, dossier_id, seen_version)
    step(dossier.state, Act.REVOKE)
    if not may(call.actor, Act.REVOKE, standing_of(call.db, dossier)):
        raise NotAllowed(NOT_YOURS)
    proposal = open_revocation(call, dossier)
    paper = (
        call.db.get(Paper, proposal.instrument_id, with_for_update=True)
        if proposal is not None and proposal.instrument_id is not None
        else None
    )
    if paper is None or paper.state not in UNSIGNED or paper.dated == call.today:
        return 0
    _print_anew(call, dossier, paper)
    return 1


def _print_anew(call: Call, dossier: Dossier, paper: Paper) -> None:
    date_today(call, paper)
    ledger.append(
        call,
        str(dossier.id),
        Tag.PAPER_REPRINTED,
        detail={"paper": str(paper.id), "dated": call.today.isoformat()},
        dossier_id=dossier.id,
        unit_id=paper.unit_id,
    )
