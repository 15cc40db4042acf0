"""Asking for a financial duty: the clock pauses until it is fulfilled (national status 6)."""

from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.transition import transition
from procedures.acts.words import WordFault, fault_in, refuse_unless_right, tidy
from procedures.effects import Notify
from procedures.errors import N_
from procedures.lifecycle import Act

NO_REASON = N_("Hãy nêu khoản phải nộp.")
NO_AMOUNT = N_("Hãy nhập số tiền lớn hơn 0.")


def ask_payment(
    call: Call, dossier_id: UUID, seen_version: int, *, amount: int, reason: str
) -> None:
    """Ask the applicant for `amount` đồng and say what it is for."""
    words = tidy(reason)
    refuse_unless_right(
        None if amount > 0 else WordFault("amount", NO_AMOUNT, {}),
        fault_in("reason", words, NO_REASON),
    )
    with transition(call, Act.ASK_PAYMENT, dossier_id, seen_version) as move:
        move.detail.update(amount=amount, reason=words)
        move.then.append(Notify(dossier_id, "payment_asked"))
