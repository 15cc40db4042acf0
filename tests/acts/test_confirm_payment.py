"""confirm_payment: the receipt's number, and the clock runs on."""

import pytest

from procedures.acts.confirm_payment import confirm_payment
from procedures.errors import Incomplete
from procedures.lifecycle import Act, State
from procedures.people import Role
from tests.acts.doing import ACTS, done, pay, tried
from tests.acts.found import fields_of, ledger_of, promised
from tests.acts.stages import Stages


def test_it_goes_on_where_it_was_and_may_be_asked_again(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.AWAITING_PAYMENT)
    holder = life.dossier(dossier_id).holder_unit_id
    officer = stages.person(Role.RECEIVER, dossier_id)
    dossier = done(life, officer, ACTS[Act.CONFIRM_PAYMENT], dossier_id)
    assert (dossier.state, dossier.holder_unit_id) == (State.IN_PROGRESS, holder)
    assert dossier.due_at is not None
    last = ledger_of(life, dossier_id)[-1]
    assert (last.detail["receipt"], last.unit_id) == ("BL 0001234", dossier.desk_unit_id)
    assert promised(life, dossier_id)[-1] == "payment_confirmed"
    again = done(life, stages.person(Role.HANDLER, dossier_id), pay, dossier_id)
    assert again.state is State.AWAITING_PAYMENT


def test_without_a_receipt_the_field_is_named(stages: Stages) -> None:
    dossier_id = stages.at(State.AWAITING_PAYMENT)
    officer = stages.person(Role.RECEIVER, dossier_id)
    with pytest.raises(Incomplete) as told:
        tried(stages.life, officer, lambda c, at, v: confirm_payment(c, at, v, " "), dossier_id)
    assert fields_of(told.value) == ["receipt"]
