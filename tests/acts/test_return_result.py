"""return_result: the desk notes who took it, and the life has ended."""

import pytest

from procedures.acts.return_result import return_result
from procedures.errors import Incomplete
from procedures.lifecycle import Act, State
from procedures.people import Role
from tests.acts.doing import ACTS, done, tried
from tests.acts.found import fields_of, ledger_of, legs_of, promised
from tests.acts.stages import Stages


def test_it_ends_and_nobody_holds_it(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.ISSUED)
    officer = stages.person(Role.RECEIVER, dossier_id)
    finished = life.dossier(dossier_id).finished_at
    dossier = done(life, officer, ACTS[Act.RETURN_RESULT], dossier_id)
    last = ledger_of(life, dossier_id)[-1]
    assert dossier.state is State.RETURNED
    assert dossier.returned_at == last.at
    assert dossier.finished_at == finished, "the clock stopped at the signature"
    assert dossier.holder_unit_id is None
    assert all(leg.closed_at for leg in legs_of(life, dossier_id))
    assert last.detail == {"how": "desk", "taker": "Người nộp"}
    assert promised(life, dossier_id)[-1] == "returned"


def test_without_a_taker_the_field_is_named(stages: Stages) -> None:
    dossier_id = stages.at(State.ISSUED)
    officer = stages.person(Role.RECEIVER, dossier_id)
    with pytest.raises(Incomplete) as told:
        tried(stages.life, officer, lambda c, at, v: return_result(c, at, v, ""), dossier_id)
    assert fields_of(told.value) == ["taker"]
