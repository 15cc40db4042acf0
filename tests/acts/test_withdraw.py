"""withdraw: the applicant takes it back, and nothing unsigned is left behind."""

import pytest

from procedures.acts.withdraw import WITHDRAWN, withdraw
from procedures.errors import Incomplete
from procedures.lifecycle import Act, State
from procedures.people import Role
from procedures.records.paper import PaperState
from tests.acts.doing import ACTS, done, tried
from tests.acts.found import fields_of, ledger_of, legs_of, papers_of, promised
from tests.acts.stages import Stages
from tests.factories import CITIZEN

OPEN = (
    State.SUBMITTED,
    State.INCOMPLETE,
    State.RECEIVED,
    State.IN_PROGRESS,
    State.AWAITING_SUPPLEMENT,
    State.AWAITING_PAYMENT,
)


@pytest.mark.parametrize("state", OPEN)
def test_it_ends_wherever_it_stood(stages: Stages, state: State) -> None:
    life, dossier_id = stages.life, stages.fresh(state)
    dossier = done(life, life.actor(CITIZEN), withdraw, dossier_id)
    last = ledger_of(life, dossier_id)[-1]
    assert dossier.state is State.WITHDRAWN
    assert dossier.holder_unit_id is None
    assert (dossier.finished_at is None) is (dossier.received_at is None)
    assert (dossier.due_at is None) is (dossier.received_at is None)
    assert not [leg for leg in legs_of(life, dossier_id) if leg.opened_at and not leg.closed_at]
    assert (last.from_state, last.unit_id) == (state.value, None)
    assert promised(life, dossier_id)[-1] == "withdrawn"


def test_what_was_proposed_and_sent_back_is_void(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.PROPOSED)
    done(life, stages.person(Role.LEADER, dossier_id), ACTS[Act.SEND_BACK], dossier_id)
    done(life, life.actor(CITIZEN), withdraw, dossier_id)
    (paper,) = papers_of(life, dossier_id, results=True)
    assert (paper.state, paper.void_reason) == (PaperState.VOID, WITHDRAWN)
    slips = papers_of(life, dossier_id, results=False)
    assert {slip.state for slip in slips} == {PaperState.ISSUED}


def test_a_reason_is_welcome_and_has_an_end(stages: Stages) -> None:
    dossier_id = stages.at(State.SUBMITTED)
    with pytest.raises(Incomplete) as told:
        tried(
            stages.life,
            stages.life.actor(CITIZEN),
            lambda c, at, v: withdraw(c, at, v, "x" * 4001),
            dossier_id,
        )
    assert fields_of(told.value) == ["reason"]
