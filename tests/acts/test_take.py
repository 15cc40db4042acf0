"""take: custody moves to a named person of the other unit, once, in one moment."""

from functools import partial

import pytest

from procedures.acts.hand_over import Target, hand_over
from procedures.acts.take import take
from procedures.errors import NotAllowed, Stale
from procedures.lifecycle import State
from procedures.people import Role
from procedures.records.handover import HandoverOutcome
from procedures.routing import Function
from tests.acts.doing import done, tried
from tests.acts.found import legs_of, offers_of
from tests.acts.rivals import at_once
from tests.acts.stages import Stages, offered


def test_one_leg_ends_as_the_next_begins(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RECEIVED)
    desk = stages.person(Role.RECEIVER, dossier_id)
    giving = partial(hand_over, target=Target(), note="Gấp")
    done(life, desk, giving, dossier_id)
    taker = stages.person(Role.TAKER, dossier_id)
    dossier = done(life, taker, take, dossier_id)
    first, second, *ahead = legs_of(life, dossier_id)
    assert (dossier.state, dossier.holder_unit_id) == (State.IN_PROGRESS, second.unit_id)
    assert dossier.holder_officer_id == second.officer_id == taker.person_id
    assert first.closed_at == second.opened_at == second.taken_at
    assert (second.handed_by, second.taken_by) == (desk.person_id, taker.person_id)
    assert (first.taken_by, second.note) == (desk.person_id, "Gấp")
    assert second.due_at is not None
    assert dossier.due_at is not None
    assert second.due_at <= dossier.due_at
    assert not any(leg.has_begun for leg in ahead)
    assert [offer.outcome for offer in offers_of(life, dossier_id)] == [HandoverOutcome.TAKEN]


def test_of_two_takers_one_takes_it(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    offered(life, dossier_id)
    taker = stages.person(Role.TAKER, dossier_id)
    (refusal,) = at_once(life, (taker, taker), take, dossier_id)
    assert isinstance(refusal, Stale)
    assert sum(leg.is_open for leg in legs_of(life, dossier_id)) == 1


def test_an_unplanned_leg_is_put_in_when_it_is_taken(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    before = legs_of(life, dossier_id)
    offered(life, dossier_id)
    assert len(legs_of(life, dossier_id)) == len(before)
    done(life, stages.person(Role.TAKER, dossier_id), take, dossier_id)
    after = legs_of(life, dossier_id)
    assert [leg.function for leg in after] == [
        Function.RECEPTION,
        Function.HANDLING,
        Function.HANDLING,
        Function.SIGNING,
        Function.RETURN,
    ]
    assert after[2].is_open


def test_what_is_not_offered_cannot_be_taken(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    offered(life, dossier_id)
    taker = stages.person(Role.TAKER, dossier_id)
    done(life, taker, take, dossier_id)
    with pytest.raises(NotAllowed):
        tried(life, taker, take, dossier_id)
