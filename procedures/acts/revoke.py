"""Revoking: a leader signs the paper that ends another, or notes a decision made elsewhere.

Nothing undoes it: a decision that was wrong is followed by another one, with a paper of its own.
A paper stands until the one that ends it is signed and sealed (`end_by`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select

from procedures.acts import ledger
from procedures.acts.call import Call
from procedures.acts.dismiss_revocation import NOTHING_OPEN
from procedures.acts.outbox import promise
from procedures.acts.propose_revocation import open_revocation
from procedures.acts.reopen import reopen
from procedures.acts.sign_read import refuse_other_signer, refuse_unread
from procedures.acts.transition import Move, transition
from procedures.acts.words import WordFault, fault_in, refuse_unless_right, tidy
from procedures.effects import IssuePaper, Notify, PublishRevocations
from procedures.errors import N_, NotAllowed, NotLawful
from procedures.lifecycle import Act
from procedures.people import Role
from procedures.records import Paper, Revocation
from procedures.records.lineage import answers_for
from procedures.records.paper import PaperState
from procedures.records.revocation import Ending
from procedures.tags import Tag

NO_NUMBER = N_("Hãy ghi số, ký hiệu của quyết định thu hồi.")
NO_DATE = N_("Hãy ghi ngày của quyết định thu hồi.")
NOT_YET = N_("Ngày của quyết định không thể sau ngày hôm nay.")
BEFORE_PAPER = N_("Ngày của quyết định không thể trước ngày ban hành giấy tờ.")
NOT_SURE = N_("Hãy xác nhận đã hiểu rằng việc này không khôi phục được.")
NOT_READ = N_("Hãy đọc văn bản sẽ phát hành và xác nhận đã đọc trước khi ký.")
OTHER_AUTHORITY = N_(
    "Giấy tờ này do cơ quan khác ban hành; chỉ lãnh đạo cơ quan đó quyết định được."
)
TOLD: Mapping[Ending, Tag] = MappingProxyType(
    {Ending.REVOKED: Tag.PAPER_REVOKED, Ending.REPLACED: Tag.PAPER_REPLACED}
)
"""What the ledger says when the paper that ends another is sealed."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the leader confirms.

    The digest that was read of the printed bytes; or the number and date of the decision that was
    made on paper elsewhere. `sure`: having read that nothing undoes it.
    """

    number: str = ""
    dated: date | None = None
    seen: str = ""
    sure: bool = False


def revoke(call: Call, dossier_id: UUID, seen_version: int, ruling: Ruling) -> None:
    """Decide the open proposal; raises `Stale` when the replacement was printed anew meanwhile."""
    with transition(call, Act.REVOKE, dossier_id, seen_version) as move:
        proposal = open_revocation(call, move.dossier)
        if proposal is None:
            raise NotLawful(NOTHING_OPEN)
        paper = call.db.get_one(Paper, proposal.paper_id, with_for_update=True)
        deciding = answers_for(call.db, dossier_id, proposal.unit_id)
        if deciding not in call.actor.units_as(Role.LEADER):
            raise NotAllowed(OTHER_AUTHORITY)
        move.detail.update(
            paper=str(paper.id),
            ending=proposal.ending.value,
            grounds=proposal.grounds,
            revocation=str(proposal.id),
        )
        if proposal.ending is Ending.REVOKED_ON_PAPER:
            _note(call, move, proposal, paper, ruling)
        else:
            _sign(call, move, proposal, ruling)
        proposal.decided_at = call.now
        proposal.ended_by = call.actor.person_id
    if proposal.ending is Ending.REVOKED_ON_PAPER:
        _end(call, proposal, paper)


def _note(call: Call, move: Move, proposal: Revocation, paper: Paper, ruling: Ruling) -> None:
    refuse_unless_right(
        fault_in("decision_number", ruling.number, NO_NUMBER),
        _date_fault(call, paper, ruling),
        None if ruling.sure else WordFault("sure", NOT_SURE, {}),
    )
    proposal.decision_number = tidy(ruling.number)
    proposal.decision_date = ruling.dated
    _detail(move, proposal)


def _detail(move: Move, proposal: Revocation) -> None:
    move.detail.update(
        decision_number=proposal.decision_number, decision_date=str(proposal.decision_date)
    )


def _date_fault(call: Call, paper: Paper, ruling: Ruling) -> WordFault | None:
    if ruling.dated is None:
        return WordFault("decision_date", NO_DATE, {})
    if ruling.dated > call.today:
        return WordFault("decision_date", NOT_YET, {})
    return WordFault("decision_date", BEFORE_PAPER, {}) if ruling.dated < paper.dated else None


def _sign(call: Call, move: Move, proposal: Revocation, ruling: Ruling) -> None:
    """Sign exactly the bytes of the instrument that were shown, as `decide` does."""
    refuse_unless_right(None if ruling.sure else WordFault("sure", NOT_READ, {}))
    new = call.db.get_one(Paper, proposal.instrument_id, with_for_update=True)
    assert new.signer_post_id is not None
    refuse_other_signer(call, move.dossier, new.signer_post_id)
    refuse_unread(call, new, ruling.seen)
    new.state = PaperState.ORDERED
    if proposal.ending is Ending.REVOKED:
        proposal.decision_number, proposal.decision_date = new.notation, new.dated
        _detail(move, proposal)
    move.detail.update(instrument=str(new.id), sha256=new.printed_sha256)
    move.then.append(IssuePaper(new.id))


def end_by(call: Call, new: Paper) -> None:
    """When the paper that ends another is sealed, that one is worth nothing from then on."""
    proposal = call.db.scalar(select(Revocation).where(Revocation.instrument_id == new.id))
    if proposal is None:
        return
    old = call.db.get_one(Paper, proposal.paper_id, with_for_update=True)
    if proposal.ending is Ending.REPLACED:
        old.superseded_by = new.id
    ledger.append(
        call,
        str(new.dossier_id),
        TOLD[proposal.ending],
        detail={"paper": str(old.id), "by": str(new.id)},
        dossier_id=new.dossier_id,
        unit_id=new.unit_id,
    )
    _end(call, proposal, old)


def _end(call: Call, proposal: Revocation, paper: Paper) -> None:
    """From now on it is worth nothing, and whoever relies on it is told; the dossier may go on."""
    paper.revoked_at = call.now
    paper.revoked_grounds = proposal.grounds
    call.db.flush()
    replaced = proposal.ending is Ending.REPLACED
    promise(call, Notify(paper.dossier_id, "replaced" if replaced else "revoked"), paper.dossier_id)
    promise(call, PublishRevocations(), paper.dossier_id)
    if proposal.reopens:
        reopen(call, paper.dossier_id)
