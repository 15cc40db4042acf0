"""assign: a named officer inside the unit; a colleague's work is taken over with grounds."""

from functools import partial

import pytest

from procedures.acts.assign import NO_GROUNDS, assign
from procedures.errors import Incomplete
from procedures.lifecycle import State
from procedures.people import Role
from tests.acts.doing import done, tried
from tests.acts.found import fields_of, ledger_of, legs_of
from tests.acts.stages import Stages


def test_another_officer_is_named_and_the_leg_goes_on(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    before = legs_of(life, dossier_id)
    colleague = life.actor("vhxh.tanmy")
    assert colleague.person_id
    naming = partial(assign, officer_id=colleague.person_id)
    leader = stages.person(Role.LEADER, dossier_id)
    dossier = done(life, leader, naming, dossier_id)
    after = legs_of(life, dossier_id)
    assert dossier.holder_officer_id == after[1].officer_id == colleague.person_id
    assert [(leg.id, leg.due_at) for leg in after] == [(leg.id, leg.due_at) for leg in before]
    with pytest.raises(Incomplete) as told:
        tried(life, leader, naming, dossier_id)
    assert fields_of(told.value) == ["officer_id"]


def test_a_colleagues_work_is_taken_over_with_a_trace(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    taking_over = life.actor("vhxh.tanmy")
    assert taking_over.person_id
    before = life.dossier(dossier_id).holder_officer_id
    with pytest.raises(Incomplete) as told:
        tried(life, taking_over, partial(assign, officer_id=taking_over.person_id), dossier_id)
    assert [getattr(fault, "msgid", "") for fault in told.value.faults] == [NO_GROUNDS]
    mine = partial(assign, officer_id=taking_over.person_id, note="Đồng nghiệp nghỉ ốm")
    done(life, taking_over, mine, dossier_id)
    assert ledger_of(life, dossier_id)[-1].detail == {
        "from_officer": str(before),
        "to_officer": str(taking_over.person_id),
    }


def test_only_a_handler_of_the_unit_can_be_named(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.IN_PROGRESS)
    for name in ("congan.tanmy", "tuphap.tranphu", "chutich.tanmy"):
        person = life.actor(name).person_id
        assert person
        with pytest.raises(Incomplete) as told:
            tried(
                life,
                stages.person(Role.HANDLER, dossier_id),
                partial(assign, officer_id=person),
                dossier_id,
            )
        assert fields_of(told.value) == ["officer_id"]
