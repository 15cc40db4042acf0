"""Taking over: a named person of the other unit takes what was offered; custody moves now."""

from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.legs import close, enter, insert_leg, open_leg, open_offer, take_in_hand
from procedures.acts.transition import Move, transition
from procedures.errors import N_, NotLawful
from procedures.lifecycle import Act
from procedures.records import Handover, Leg
from procedures.records.handover import HandoverOutcome
from procedures.routing import Function

NO_OFFER = N_("Hồ sơ không còn chờ nhận: đã có người nhận, hoặc bên chuyển đã thu hồi.")


def take(call: Call, dossier_id: UUID, seen_version: int) -> None:
    """Accept the offer: the giver's leg ends, one's own begins, in the same moment."""
    with transition(call, Act.TAKE, dossier_id, seen_version) as move:
        offer = answered(call, move, HandoverOutcome.TAKEN)
        before = open_leg(call.db, move.dossier)
        leg = _leg(call, move, offer, before)
        close(call, before)
        enter(
            call,
            move.dossier,
            leg,
            officer_id=call.actor.person_id,
            note=offer.note,
            given_by=offer.offered_by,
        )
        take_in_hand(call, leg)


def _leg(call: Call, move: Move, offer: Handover, before: Leg) -> Leg:
    if offer.to_leg_id is not None:
        return call.db.get_one(Leg, offer.to_leg_id)
    return insert_leg(
        call.db, move.dossier, before, function=Function.HANDLING, unit_id=offer.to_unit_id
    )


def answered(call: Call, move: Move, outcome: HandoverOutcome, grounds: str = "") -> Handover:
    """The open offer, now ended by the actor; the ledger row names it."""
    offer = open_offer(call.db, move.dossier)
    if offer is None:
        raise NotLawful(NO_OFFER)
    offer.outcome, offer.grounds = outcome, grounds
    offer.answered_at, offer.answered_by = call.now, call.actor.person_id
    call.db.flush()
    move.detail.update(handover=offer.id, from_unit=offer.from_unit_id, to_unit=offer.to_unit_id)
    return offer
