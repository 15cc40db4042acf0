"""ask_payment: an amount and what it is for; the clock stands still."""

import pytest

from procedures.acts.ask_payment import ask_payment
from procedures.errors import Incomplete
from procedures.lifecycle import State
from procedures.people import Role
from tests.acts.doing import done, pay, tried
from tests.acts.found import fields_of, ledger_of, promised
from tests.acts.stages import Stages


def test_the_clock_stands_still_until_it_is_paid(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    dossier = done(life, stages.person(Role.HANDLER, dossier_id), pay, dossier_id)
    assert (dossier.state, dossier.due_at) == (State.AWAITING_PAYMENT, None)
    assert ledger_of(life, dossier_id)[-1].detail["amount"] == 8000
    assert promised(life, dossier_id)[-1] == "payment_asked"


@pytest.mark.parametrize(
    ("amount", "reason", "missing"),
    [
        (0, "Lệ phí", ["amount"]),
        (-5, "Lệ phí", ["amount"]),
        (5, "", ["reason"]),
        (0, " ", ["amount", "reason"]),
    ],
)
def test_all_that_is_missing_is_named_at_once(
    stages: Stages, amount: int, reason: str, missing: list[str]
) -> None:
    dossier_id = stages.at(State.IN_PROGRESS)
    officer = stages.person(Role.HANDLER, dossier_id)
    with pytest.raises(Incomplete) as told:
        tried(
            stages.life,
            officer,
            lambda c, at, v: ask_payment(c, at, v, amount=amount, reason=reason),
            dossier_id,
        )
    assert fields_of(told.value) == missing
