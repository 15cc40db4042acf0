"""Sending back: the leader does not sign and tells the handler why."""

from uuid import UUID

from sqlalchemy import select

from procedures.acts.annex import release
from procedures.acts.call import Call
from procedures.acts.legs import close, enter, insert_leg, legs_of, open_leg
from procedures.acts.transition import transition
from procedures.acts.words import needed
from procedures.errors import N_
from procedures.lifecycle import Act
from procedures.records import Decision, Dossier, Leg
from procedures.routing import Function

NO_NOTE = N_("Hãy nêu điều cần sửa để cán bộ thụ lý trình lại.")


def open_decision(call: Call, dossier: Dossier) -> Decision:
    """The decision that waits for the leader."""
    return call.db.scalars(
        select(Decision).where(
            Decision.dossier_id == dossier.id,
            Decision.decided_at.is_(None),
            Decision.sent_back_at.is_(None),
        )
    ).one()


def send_back(call: Call, dossier_id: UUID, seen_version: int, note: str) -> None:
    """Return the proposal to the one who made it; its papers keep their numbers for the next."""
    words = needed("note", note, NO_NOTE)
    with transition(call, Act.SEND_BACK, dossier_id, seen_version) as move:
        dossier = move.dossier
        decision = open_decision(call, dossier)
        decision.sent_back_at = call.now
        decision.sent_back_note = words
        release(call, decision)
        here = open_leg(call.db, dossier)
        handling, *through = _way_since_proposal(call, dossier, here)
        again = last = insert_leg(
            call.db, dossier, here, function=Function.HANDLING, unit_id=handling.unit_id
        )
        for leg in through:
            last = insert_leg(
                call.db, dossier, last, function=leg.function, unit_id=leg.unit_id, code=leg.code
            )
            last.term = leg.term
        close(call, here)
        enter(call, dossier, again, officer_id=decision.proposed_by, note=words)
        move.detail.update(decision=str(decision.id), note=words)


def _way_since_proposal(call: Call, dossier: Dossier, here: Leg) -> list[Leg]:
    """The leg that proposed, and the approvals and the signature it went through since."""
    done = [leg for leg in legs_of(call.db, dossier) if leg.ordinal <= here.ordinal]
    walked = [leg for leg in done if leg.has_begun and not leg.beside]
    start = max(at for at, leg in enumerate(walked) if leg.function is Function.HANDLING)
    return walked[start:]
