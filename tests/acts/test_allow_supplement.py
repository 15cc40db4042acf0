"""allow_supplement: one request to the applicant is the rule; a leader answers for a second."""

from functools import partial

import pytest

from procedures.acts.allow_supplement import allow_supplement
from procedures.clock import Outcome, outcome
from procedures.errors import NotLawful
from procedures.lifecycle import Act, State
from procedures.people import Role
from tests.acts.doing import ask, done, tried
from tests.acts.found import ledger_of
from tests.acts.stages import PREPARED, Stages, answered


def test_a_second_request_needs_a_leaders_grounds_and_there_is_no_third(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    leader = stages.person(Role.AUTHORITY, dossier_id)
    allowing = partial(allow_supplement, grounds="Quy định mới có hiệu lực")
    with pytest.raises(NotLawful):
        tried(life, leader, allowing, dossier_id)
    PREPARED[Act.ALLOW_SUPPLEMENT](life, dossier_id)
    handler = stages.person(Role.HANDLER, dossier_id)
    with pytest.raises(NotLawful):
        tried(life, handler, ask, dossier_id)
    done(life, leader, allowing, dossier_id)
    assert ledger_of(life, dossier_id)[-1].detail["grounds"] == "Quy định mới có hiệu lực"
    with pytest.raises(NotLawful):
        tried(life, leader, allowing, dossier_id)
    done(life, handler, ask, dossier_id)
    assert ledger_of(life, dossier_id)[-1].detail["ordinal"] == 2
    answered(life, dossier_id)
    with pytest.raises(NotLawful):
        tried(life, handler, ask, dossier_id)
    with pytest.raises(NotLawful):
        tried(life, leader, allowing, dossier_id)
    life.propose(dossier_id)
    life.work()
    life.decide(dossier_id)
    ended = life.dossier(dossier_id)
    assert ended.finished_at is not None
    assert ended.due_at is not None
    assert outcome(ended.finished_at, ended.due_at) is not Outcome.LATE
    assert ended.index_outcome is Outcome.LATE
