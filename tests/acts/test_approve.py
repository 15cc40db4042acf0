"""approve: the head of the division agrees before the leader signs."""

from functools import partial

import pytest

from procedures.acts.approve import approve
from procedures.acts.send_back import send_back
from procedures.errors import NotAllowed, NotLawful
from procedures.lifecycle import State
from procedures.people import Role
from procedures.routing import Function
from tests.acts.doing import done, sign, tried
from tests.acts.found import legs_of, papers_of
from tests.acts.stages import WITH_APPROVAL, Stages


def test_the_papers_go_on_as_they_were_printed(stages: Stages) -> None:
    life = stages.life
    dossier_id = life.proposed(WITH_APPROVAL)
    before = papers_of(life, dossier_id, results=True)
    head = stages.person(Role.LEADER, dossier_id)
    with pytest.raises(NotLawful):
        tried(life, head, sign, dossier_id)
    done(life, head, approve, dossier_id)
    here = next(leg for leg in legs_of(life, dossier_id) if leg.is_open)
    assert here.function is Function.SIGNING
    assert life.dossier(dossier_id).state is State.PROPOSED
    after = papers_of(life, dossier_id, results=True)
    assert [p.printed_sha256 for p in after] == [p.printed_sha256 for p in before]
    with pytest.raises((NotLawful, NotAllowed)):
        tried(life, head, approve, dossier_id)
    life.decide(dossier_id)
    here = next(leg for leg in legs_of(life, dossier_id) if leg.is_open)
    assert here.function is Function.SEAL
    life.work()
    assert life.dossier(dossier_id).state is State.RETURNED


def test_what_is_sent_back_is_approved_again(stages: Stages) -> None:
    life = stages.life
    dossier_id = life.proposed(WITH_APPROVAL)
    for leave_at in (Function.APPROVAL, Function.SIGNING):
        if leave_at is Function.SIGNING:
            life.approve(dossier_id)
        leader = stages.person(Role.LEADER, dossier_id)
        if leave_at is Function.SIGNING:
            leader = life.actor("chutich.bacgiang")
        done(life, leader, partial(send_back, note="Sai diện tích"), dossier_id)
        assert life.dossier(dossier_id).state is State.IN_PROGRESS
        life.propose(dossier_id)
        life.work()
        here = next(leg for leg in legs_of(life, dossier_id) if leg.is_open)
        assert here.function is Function.APPROVAL
    life.decide(dossier_id)
    life.work()
    assert life.dossier(dossier_id).state is State.RETURNED
