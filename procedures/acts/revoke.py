"""Revoking: a leader of the authority ends what a paper is worth, or signs the one in its place.

Nothing undoes it: a decision that was wrong is followed by another one, with a paper of its own.
A paper that is replaced stands until the new one is signed and sealed (`replace_issued`).
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from procedures.acts import ledger
from procedures.acts.call import Call
from procedures.acts.decide import NOT_PRINTED, OLD_DATE, OTHER_BYTES, OTHER_SIGNER, POST_ENDED
from procedures.acts.dismiss_revocation import NOTHING_OPEN
from procedures.acts.outbox import promise
from procedures.acts.propose_revocation import open_revocation
from procedures.acts.transition import Move, transition
from procedures.acts.words import WordFault, fault_in, refuse_unless_right, tidy
from procedures.effects import IssuePaper, Notify, PublishRevocations
from procedures.errors import N_, NotAllowed, NotLawful, Stale
from procedures.lifecycle import Act
from procedures.people import Role
from procedures.records import Paper, PostRow, Revocation
from procedures.records.lineage import answers_for
from procedures.records.paper import PaperState
from procedures.records.revocation import Ending
from procedures.tags import Tag

NO_NUMBER = N_("Hãy ghi số, ký hiệu của quyết định thu hồi.")
NO_DATE = N_("Hãy ghi ngày của quyết định thu hồi.")
NOT_YET = N_("Ngày của quyết định không thể sau ngày hôm nay.")
BEFORE_PAPER = N_("Ngày của quyết định không thể trước ngày ban hành giấy tờ.")
OTHER_AUTHORITY = N_(
    "Giấy tờ này do cơ quan khác ban hành; chỉ lãnh đạo cơ quan đó quyết định được."
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the leader confirms.

    The number and date of the decision that revokes; or the digest that was read of the
    replacement's printed bytes.
    """

    number: str = ""
    dated: date | None = None
    seen: str = ""


def revoke(call: Call, dossier_id: UUID, seen_version: int, ruling: Ruling) -> None:
    """Decide the open proposal; raises `Stale` when the replacement was printed anew meanwhile."""
    with transition(call, Act.REVOKE, dossier_id, seen_version) as move:
        proposal = open_revocation(call, move.dossier)
        if proposal is None:
            raise NotLawful(NOTHING_OPEN)
        paper = call.db.get_one(Paper, proposal.paper_id, with_for_update=True)
        if answers_for(call.db, paper.id) not in call.actor.units_as(Role.LEADER):
            raise NotAllowed(OTHER_AUTHORITY)
        move.detail.update(
            paper=str(paper.id),
            ending=proposal.ending.value,
            grounds=proposal.grounds,
            revocation=str(proposal.id),
        )
        if proposal.ending is Ending.REVOKED:
            _revoke(call, move, proposal, paper, ruling)
        else:
            _sign(call, move, proposal, ruling)
        proposal.decided_at = call.now
        proposal.ended_by = call.actor.person_id


def _revoke(call: Call, move: Move, proposal: Revocation, paper: Paper, ruling: Ruling) -> None:
    refuse_unless_right(
        fault_in("decision_number", ruling.number, NO_NUMBER), _date_fault(call, paper, ruling)
    )
    proposal.decision_number = tidy(ruling.number)
    proposal.decision_date = ruling.dated
    paper.revoked_at = call.now
    paper.revoked_grounds = proposal.grounds
    move.detail.update(
        decision_number=proposal.decision_number, decision_date=str(proposal.decision_date)
    )
    move.then += [Notify(move.dossier.id, "revoked"), PublishRevocations()]


def _date_fault(call: Call, paper: Paper, ruling: Ruling) -> WordFault | None:
    if ruling.dated is None:
        return WordFault("decision_date", NO_DATE, {})
    if ruling.dated > call.today:
        return WordFault("decision_date", NOT_YET, {})
    return WordFault("decision_date", BEFORE_PAPER, {}) if ruling.dated < paper.dated else None


def _sign(call: Call, move: Move, proposal: Revocation, ruling: Ruling) -> None:
    """Sign exactly the bytes of the replacement that were shown, as `decide` does."""
    new = call.db.get_one(Paper, proposal.replacement_id, with_for_update=True)
    post = call.db.get_one(PostRow, new.signer_post_id)
    if post.person_id != call.actor.person_id:
        raise NotAllowed(OTHER_SIGNER)
    if not post.held_on(call.today):
        raise NotAllowed(POST_ENDED)
    if new.state is not PaperState.PRINTED or new.printed_sha256 is None:
        raise NotLawful(NOT_PRINTED)
    if ruling.seen != new.printed_sha256:
        raise Stale(OTHER_BYTES)
    if new.dated != call.today:
        raise NotLawful(OLD_DATE)
    new.state = PaperState.ORDERED
    move.detail.update(replacement=str(new.id), sha256=new.printed_sha256)
    move.then.append(IssuePaper(new.id))


def replace_issued(call: Call, new: Paper) -> None:
    """When a replacement is sealed, the paper before it is worth nothing from that moment on."""
    proposal = call.db.scalar(select(Revocation).where(Revocation.replacement_id == new.id))
    if proposal is None:
        return
    old = call.db.get_one(Paper, proposal.paper_id, with_for_update=True)
    old.revoked_at = call.now
    old.revoked_grounds = proposal.grounds
    old.superseded_by = new.id
    ledger.append(
        call,
        str(new.dossier_id),
        Tag.PAPER_REPLACED,
        detail={"paper": str(old.id), "by": str(new.id)},
        dossier_id=new.dossier_id,
        unit_id=new.unit_id,
    )
    promise(call, Notify(new.dossier_id, "replaced"), new.dossier_id)
    promise(call, PublishRevocations(), new.dossier_id)
