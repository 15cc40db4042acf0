"""Recalling: the giver takes an offer back that nobody has answered."""

from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.take import answered
from procedures.acts.transition import transition
from procedures.lifecycle import Act
from procedures.records.handover import HandoverOutcome


def recall(call: Call, dossier_id: UUID, seen_version: int) -> None:
    """End the offer; custody never moved."""
    with transition(call, Act.RECALL, dossier_id, seen_version) as move:
        answered(call, move, HandoverOutcome.RECALLED)
