"""Sending back: the leader does not sign and tells the handler why."""

from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.legs import close, enter, insert_leg, open_leg
from procedures.acts.transition import transition
from procedures.acts.words import needed
from procedures.errors import N_
from procedures.lifecycle import Act
from procedures.records import Decision, Dossier, Leg
from procedures.routing import Function

NO_NOTE = N_("Hãy nêu điều cần sửa để người thụ lý trình lại.")


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
        signing = open_leg(call.db, dossier)
        again = insert_leg(
            call.db,
            dossier,
            signing,
            function=Function.HANDLING,
            unit_id=_proposing_unit(call, dossier, signing),
        )
        insert_leg(
            call.db,
            dossier,
            again,
            function=Function.SIGNING,
            unit_id=signing.unit_id,
            code=signing.code,
        )
        close(call, signing)
        enter(call, dossier, again, officer_id=decision.proposed_by, note=words)
        move.detail["decision"] = str(decision.id)


def _proposing_unit(call: Call, dossier: Dossier, signing: Leg) -> int:
    return call.db.scalars(
        select(Leg.unit_id)
        .where(
            Leg.dossier_id == dossier.id,
            Leg.ordinal < signing.ordinal,
            Leg.function == Function.HANDLING,
            Leg.closed_at.is_not(None),
        )
        .order_by(Leg.ordinal.desc())
        .limit(1)
    ).one()
