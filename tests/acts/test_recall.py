"""recall: what nobody has answered comes back, and may be offered elsewhere."""

import pytest

from procedures.acts.recall import recall
from procedures.acts.take import take
from procedures.acts.withdraw import withdraw
from procedures.errors import DomainError, NotLawful
from procedures.lifecycle import State
from procedures.people import Role
from procedures.records.handover import HandoverOutcome
from tests.acts.doing import ACTS, done, tried
from tests.acts.found import offers_of
from tests.acts.stages import Stages, offered


def test_the_giver_takes_it_back_and_goes_on(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    offered(life, dossier_id)
    taker = stages.person(Role.TAKER, dossier_id)
    giver = stages.person(Role.HANDLER, dossier_id)
    for act in ("ask_supplement", "propose", "assign", "hand_over"):
        with pytest.raises(NotLawful):
            tried(life, giver, ACTS[act], dossier_id)  # type: ignore[index]
    done(life, giver, recall, dossier_id)
    assert offers_of(life, dossier_id)[-1].outcome is HandoverOutcome.RECALLED
    with pytest.raises(DomainError):
        tried(life, taker, take, dossier_id)
    life.propose(dossier_id)


def test_an_offer_ends_with_the_dossier(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RECEIVED)
    offered(life, dossier_id)
    done(life, stages.person(Role.APPLICANT, dossier_id), withdraw, dossier_id)
    assert offers_of(life, dossier_id)[-1].outcome is HandoverOutcome.LAPSED
