"""Proposing to revoke an issued paper, or to issue a corrected one in its place.

A mistake in an issued paper is never mended in the paper: it is revoked by a decision, or another
paper replaces it (NĐ 30/2020/NĐ-CP Điều 18: văn bản đã phát hành có sai sót thì được thay thế, đính
chính hoặc thu hồi bằng văn bản). The paper stands until a leader has decided.

Of slips only those that ended a dossier are revoked (`records/revocable`).
"""

from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.instruments import Asked, draw_up
from procedures.acts.outbox import promise
from procedures.acts.transition import Move, transition
from procedures.acts.words import CHECK_INPUT, WordFault, needed
from procedures.effects import Remind
from procedures.errors import N_, Incomplete, NotLawful
from procedures.lifecycle import Act
from procedures.people import Role
from procedures.records import Dossier, Paper, PostRow, Revocation
from procedures.records.directory import in_force
from procedures.records.paper import PaperState
from procedures.records.revocable import deciding_unit, may_be_revoked, reopens

NO_PAPER = N_("Hãy chọn giấy tờ đã phát hành của hồ sơ này.")
NO_GROUNDS = N_("Hãy nêu căn cứ và lý do; nội dung này được công bố cho người tra cứu giấy tờ.")
ALREADY = N_("Giấy tờ này đã bị thu hồi hoặc đã được thay thế.")
WAITING = N_("Hồ sơ đang có một đề nghị thu hồi, thay thế chưa được quyết định.")
NO_AUTHORITY = N_("Không xác định được cơ quan đang có thẩm quyền đối với giấy tờ này.")


def propose_revocation(call: Call, dossier_id: UUID, seen_version: int, asked: Asked) -> None:
    """Put it before the leaders of the authority; what will end it is printed to be read.

    Raises `Incomplete` with what is missing, `NotLawful` for a paper that stands no longer.
    """
    grounds = needed("grounds", asked.grounds, NO_GROUNDS)
    with transition(call, Act.PROPOSE_REVOCATION, dossier_id, seen_version) as move:
        paper = _paper(call, move.dossier, asked.paper_id)
        unit_id = deciding_unit(call.db, move.dossier, paper)
        if unit_id is None:
            raise NotLawful(NO_AUTHORITY)
        assert call.actor.person_id is not None
        proposal = Revocation(
            dossier_id=dossier_id,
            paper_id=paper.id,
            unit_id=unit_id,
            ending=asked.ending,
            grounds=grounds,
            reopens=reopens(call.db, move.dossier, paper),
            fields={},
            proposed_at=call.now,
            proposed_by=call.actor.person_id,
            decision_number="",
            note="",
        )
        draw_up(call, move.dossier, proposal, paper, asked)
        call.db.add(proposal)
        call.db.flush()
        _tell(call, move, unit_id)
        move.detail.update(
            paper=str(paper.id),
            ending=asked.ending.value,
            grounds=grounds,
            revocation=str(proposal.id),
        )


def open_revocation(call: Call, dossier: Dossier) -> Revocation | None:
    """The proposal that waits for a leader, its row locked."""
    return call.db.scalar(
        select(Revocation)
        .where(
            Revocation.dossier_id == dossier.id,
            Revocation.decided_at.is_(None),
            Revocation.dismissed_at.is_(None),
        )
        .with_for_update()
    )


def _paper(call: Call, dossier: Dossier, paper_id: UUID | None) -> Paper:
    """The paper that is meant, its row locked; it must stand, and nothing may be proposed yet."""
    if open_revocation(call, dossier) is not None:
        raise NotLawful(WAITING)
    paper = call.db.scalar(
        select(Paper)
        .where(
            Paper.id == paper_id,
            Paper.dossier_id == dossier.id,
            Paper.state == PaperState.ISSUED,
        )
        .with_for_update()
    )
    if paper is None or not may_be_revoked(dossier.state, paper):
        raise Incomplete(CHECK_INPUT, [WordFault("paper", NO_PAPER, {})])
    decided = select(Revocation.id).where(
        Revocation.paper_id == paper.id, Revocation.decided_at.is_not(None)
    )
    if paper.revoked_at is not None or call.db.scalar(decided) is not None:
        raise NotLawful(ALREADY)
    return paper


def _tell(call: Call, move: Move, unit_id: int) -> None:
    """Each leader of the authority gets a letter: no queue of dossiers in hand shows this one."""
    leaders = call.db.scalars(
        select(PostRow.person_id)
        .where(
            PostRow.unit_id == unit_id,
            PostRow.role == Role.LEADER,
            in_force(PostRow, call.today),
        )
        .group_by(PostRow.person_id)
        .order_by(PostRow.person_id)
    )
    for person_id in leaders:
        promise(call, Remind(person_id, move.dossier.id, "revocation", desk=""), move.dossier.id)
