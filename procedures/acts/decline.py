"""Declining: the unit to which a dossier is offered says why it does not take it."""

from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.take import answered
from procedures.acts.transition import transition
from procedures.acts.words import needed
from procedures.errors import N_
from procedures.lifecycle import Act
from procedures.records import Mention, Note
from procedures.records.handover import HandoverOutcome

NO_GROUNDS = N_("Hãy nêu lý do không nhận, để bên chuyển biết phải làm gì.")


def decline(call: Call, dossier_id: UUID, seen_version: int, grounds: str) -> None:
    """Leave the dossier where it is; the giver finds the grounds among their new messages."""
    words = needed("grounds", grounds, NO_GROUNDS)
    with transition(call, Act.DECLINE, dossier_id, seen_version) as move:
        offer = answered(call, move, HandoverOutcome.DECLINED, words)
        assert call.actor.person_id is not None
        note = Note(
            dossier_id=dossier_id,
            author_id=call.actor.person_id,
            unit_id=offer.to_unit_id,
            at=call.now,
            text=words,
        )
        call.db.add(note)
        call.db.flush()
        call.db.add(
            Mention(
                note_id=note.id, person_id=offer.offered_by, dossier_id=dossier_id, read_at=None
            )
        )
        move.detail["grounds"] = words
