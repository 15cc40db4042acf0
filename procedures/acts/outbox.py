"""Promising an effect: a row in the transaction that caused it."""

from uuid import UUID

from procedures.acts.call import Call
from procedures.effects import QUEUE_OF, Effect, to_row
from procedures.records import OutboxRow


def promise(call: Call, effect: Effect, dossier_id: UUID | None = None) -> None:
    """Write the effect into the outbox; the queue learns of it after the commit."""
    name, payload = to_row(effect)
    call.db.add(
        OutboxRow(
            effect=name,
            payload=payload,
            queue=QUEUE_OF[type(effect)],
            dossier_id=dossier_id,
            created_at=call.now,
        )
    )
