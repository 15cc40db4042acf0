"""Deciding: the leader signs exactly the bytes that were shown."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.hand_over import offer
from procedures.acts.legs import close, enter, open_leg, planned_after, return_leg, seal_leg
from procedures.acts.send_back import open_decision
from procedures.acts.sign_read import refuse_other_signer, refuse_unread
from procedures.acts.transition import Move, locked, transition
from procedures.effects import IssuePaper, Notify
from procedures.lifecycle import Act, step
from procedures.records import Decision, Dossier, OutsideSigning, Paper
from procedures.records.decision import DecisionOutcome
from procedures.records.paper import PaperState
from procedures.routing import Function


def decide(
    call: Call, dossier_id: UUID, seen_version: int, seen_papers: Mapping[UUID, str]
) -> None:
    """Sign the open decision; `seen_papers` maps each paper to the digest that was read.

    In a linked filing with further signing legs this decides a part and the next agency goes on.
    """
    dossier = locked(call, dossier_id, seen_version)
    step(dossier.state, Act.DECIDE)
    decision = open_decision(call, dossier)
    last = _is_last(call, dossier, decision)
    with transition(call, Act.DECIDE if last else Act.DECIDE_PART, dossier_id, seen_version) as m:
        papers = papers_to_sign(call, dossier, decision, seen_papers)
        decision.decided_at = call.now
        decision.decided_by = call.actor.person_id
        for paper in papers:
            paper.state = PaperState.ORDERED
            m.then.append(IssuePaper(paper.id))
        m.detail.update(
            decision=str(decision.id),
            outcome=decision.outcome.value,
            papers=[{"id": str(p.id), "sha256": p.printed_sha256} for p in papers],
        )
        _go_on(call, m, last=last)


def _is_last(call: Call, dossier: Dossier, decision: Decision) -> bool:
    ahead = planned_after(call.db, dossier, open_leg(call.db, dossier))
    more = any(leg.function is Function.SIGNING for leg in ahead)
    return decision.outcome is DecisionOutcome.DENIED or not more


def papers_to_sign(
    call: Call, dossier: Dossier, decision: Decision, seen_papers: Mapping[UUID, str]
) -> list[Paper]:
    """The papers of the decision, locked; refuses another signer, other bytes, another day."""
    refuse_other_signer(call, dossier, decision.signer_post_id)
    papers = list(
        call.db.scalars(select(Paper).where(Paper.decision_id == decision.id).with_for_update())
    )
    for paper in papers:
        refuse_unread(call, paper, seen_papers.get(paper.id))
    _only_own(call, papers)
    return papers


def _only_own(call: Call, papers: list[Paper]) -> None:
    """What somebody else signed outside, who held the post before, does not stand."""
    presigned = [paper for paper in papers if paper.presigned_sha256 is not None]
    if not presigned:
        return
    own = call.db.scalars(
        select(OutsideSigning.signed_sha256).where(
            OutsideSigning.paper_id.in_([paper.id for paper in presigned]),
            OutsideSigning.person_id == call.actor.person_id,
        )
    ).all()
    for paper in presigned:
        if paper.presigned_sha256 not in own:
            paper.presigned_sha256 = None


def _go_on(call: Call, move: Move, *, last: bool) -> None:
    """To the seal and the desk; in a linked filing the next agency is offered the dossier."""
    dossier = move.dossier
    signing = open_leg(call.db, dossier)
    if last:
        close(call, signing)
        enter(call, dossier, seal_leg(call.db, dossier) or return_leg(call.db, dossier))
    else:
        offer(call, signing, planned_after(call.db, dossier, signing)[0])
    move.then.append(Notify(dossier.id, "decided" if last else "decided_part"))
