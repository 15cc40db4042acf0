"""Approving: the head of the drafting division agrees, and the proposal goes to who signs it."""

from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.legs import close, enter, next_leg, open_leg
from procedures.acts.send_back import open_decision
from procedures.acts.transition import transition
from procedures.acts.words import within
from procedures.lifecycle import Act
from procedures.records import PostRow
from procedures.routing import Function


def approve(call: Call, dossier_id: UUID, seen_version: int, note: str = "") -> None:
    """Pass the proposal on; its papers stay as they are printed."""
    words = within("note", note)
    with transition(call, Act.APPROVE, dossier_id, seen_version) as move:
        dossier = move.dossier
        decision = open_decision(call, dossier)
        leg = open_leg(call.db, dossier)
        following = next_leg(call.db, dossier, leg, Function.APPROVAL, Function.SIGNING)
        signer = call.db.get_one(PostRow, decision.signer_post_id)
        signs = following.function is Function.SIGNING
        close(call, leg)
        enter(call, dossier, following, officer_id=signer.person_id if signs else None, note=words)
        move.detail.update(decision=str(decision.id), to_unit=following.unit_id)
