"""Giving an opinion: the unit that was asked answers, and its leg beside the other ends."""

from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.legs import close, open_beside
from procedures.acts.transition import transition
from procedures.acts.words import needed, within
from procedures.errors import N_, NotLawful
from procedures.lifecycle import Act
from procedures.people import Role
from procedures.records import Opinion
from procedures.records.opinion import Stance

NOT_ASKED = N_("Đơn vị của bạn không còn câu hỏi nào chờ trả lời về hồ sơ này.")
NO_REASON = N_("Hãy nêu lý do hoặc nội dung ý kiến.")


def give_opinion(
    call: Call, dossier_id: UUID, seen_version: int, stance: Stance, answer: str = ""
) -> None:
    """Answer for one's unit; whoever does not simply agree says why."""
    agreed = stance is Stance.AGREED
    words = within("answer", answer) if agreed else needed("answer", answer, NO_REASON)
    with transition(call, Act.GIVE_OPINION, dossier_id, seen_version) as move:
        mine = call.actor.units_as(Role.HANDLER, Role.LEADER)
        side = next((s for s in open_beside(call.db, move.dossier) if s.unit_id in mine), None)
        if side is None:
            raise NotLawful(NOT_ASKED)
        opinion = call.db.scalars(select(Opinion).where(Opinion.leg_id == side.id)).one()
        opinion.stance, opinion.answer = stance, words
        opinion.answered_at, opinion.answered_by = call.now, call.actor.person_id
        close(call, side)
        move.detail.update(leg=side.id, unit=side.unit_id, stance=stance.value)
