"""Dismissing a proposal to revoke or replace a paper: the paper stands as it did."""

from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.propose_revocation import open_revocation
from procedures.acts.transition import transition
from procedures.acts.words import needed
from procedures.errors import N_, NotLawful
from procedures.lifecycle import Act
from procedures.records import Paper
from procedures.records.paper import PaperState

NO_NOTE = N_("Hãy nêu lý do không thu hồi, không thay thế giấy tờ.")
NOTHING_OPEN = N_("Không còn đề nghị thu hồi, thay thế nào chờ quyết định ở hồ sơ này.")
DISMISSED = "Đề nghị thu hồi, thay thế không được chấp nhận"


def dismiss_revocation(call: Call, dossier_id: UUID, seen_version: int, note: str) -> None:
    """End the open proposal; the number of what was printed for it stays as void."""
    words = needed("note", note, NO_NOTE)
    with transition(call, Act.DISMISS_REVOCATION, dossier_id, seen_version) as move:
        proposal = open_revocation(call, move.dossier)
        if proposal is None:
            raise NotLawful(NOTHING_OPEN)
        proposal.dismissed_at = call.now
        proposal.ended_by = call.actor.person_id
        proposal.note = words
        if proposal.instrument_id is not None:
            paper = call.db.get_one(Paper, proposal.instrument_id, with_for_update=True)
            paper.state = PaperState.VOID
            paper.void_reason = DISMISSED
        move.detail.update(revocation=str(proposal.id), paper=str(proposal.paper_id), note=words)
