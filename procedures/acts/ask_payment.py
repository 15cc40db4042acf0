"""Asking for a financial duty: the clock pauses until it is fulfilled (national status 6)."""

from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.transition import transition
from procedures.acts.words import CHECK_INPUT, WordFault, needed
from procedures.effects import Notify
from procedures.errors import N_, Incomplete
from procedures.lifecycle import Act

NO_REASON = N_("Hãy nêu khoản phải nộp.")
NO_AMOUNT = N_("Hãy nhập số tiền lớn hơn 0.")


def ask_payment(
    call: Call, dossier_id: UUID, seen_version: int, *, amount: int, reason: str
) -> None:
    """Ask the applicant for `amount` đồng and say what it is for."""
    words = needed("reason", reason, NO_REASON)
    if amount <= 0:
        raise Incomplete(CHECK_INPUT, [WordFault("amount", NO_AMOUNT, {})])
    with transition(call, Act.ASK_PAYMENT, dossier_id, seen_version) as move:
        move.detail.update(amount=amount, reason=words)
        move.then.append(Notify(dossier_id, "payment_asked"))
