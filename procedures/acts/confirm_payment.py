"""Confirming a payment: the desk holds the receipt, the clock runs on."""

from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.transition import transition
from procedures.acts.words import needed
from procedures.effects import Notify
from procedures.errors import N_
from procedures.lifecycle import Act

NO_RECEIPT = N_("Hãy ghi số biên lai.")


def confirm_payment(call: Call, dossier_id: UUID, seen_version: int, receipt: str) -> None:
    """Record the receipt's number and resume the handling."""
    words = needed("receipt", receipt, NO_RECEIPT)
    with transition(call, Act.CONFIRM_PAYMENT, dossier_id, seen_version) as move:
        move.detail["receipt"] = words
        move.then.append(Notify(dossier_id, "payment_confirmed"))
