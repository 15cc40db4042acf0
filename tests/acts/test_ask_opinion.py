"""ask_opinion: another unit answers beside the one that keeps the dossier."""

from functools import partial

import pytest

from procedures.acts.ask_opinion import ask_opinion
from procedures.errors import Incomplete, NotLawful
from procedures.lifecycle import State
from procedures.people import Role
from procedures.routing import Function
from tests.acts.doing import done, put_forward, tried
from tests.acts.found import fields_of, legs_of
from tests.acts.stages import Stages


def test_custody_stays_while_two_units_are_asked_at_once(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    handler = stages.person(Role.HANDLER, dossier_id)
    before = life.dossier(dossier_id)
    units = [life.actor(name).posts[0].unit_id for name in ("congan.tanmy", "ldtbxh.bacgiang")]
    for unit_id in units:
        asking = partial(ask_opinion, unit_id=unit_id, question="Có tranh chấp không?")
        done(life, handler, asking, dossier_id)
    after = life.dossier(dossier_id)
    legs = legs_of(life, dossier_id)
    sides = [leg for leg in legs if leg.beside]
    assert [leg.unit_id for leg in sides] == units
    assert all(leg.is_open and leg.due_at for leg in sides)
    assert (after.holder_unit_id, after.state) == (before.holder_unit_id, before.state)
    assert [leg.function for leg in legs if not leg.beside][-2:] == [
        Function.SIGNING,
        Function.RETURN,
    ]
    with pytest.raises(NotLawful):
        tried(life, handler, put_forward, dossier_id)
    life.propose(dossier_id)


def test_who_can_be_asked(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    handler = stages.person(Role.HANDLER, dossier_id)
    here = life.dossier(dossier_id).holder_unit_id or 0
    police = life.actor("congan.tanmy").posts[0].unit_id
    desk = life.actor("motcua.tanmy").posts[0].unit_id
    for unit_id, question, field in (
        (here, "?", "unit_id"),
        (desk, "?", "unit_id"),
        (10**6, "?", "unit_id"),
        (police, " ", "question"),
    ):
        asking = partial(ask_opinion, unit_id=unit_id, question=question)
        with pytest.raises(Incomplete) as told:
            tried(life, handler, asking, dossier_id)
        assert fields_of(told.value) == [field]
    asking = partial(ask_opinion, unit_id=police, question="?")
    done(life, handler, asking, dossier_id)
    with pytest.raises(Incomplete) as told:
        tried(life, handler, asking, dossier_id)
    assert fields_of(told.value) == ["unit_id"]
