"""hand_over: an offer to another unit; custody stays until it is taken, and is never shared."""

from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.hand_over import NOT_COMPETENT, Target, hand_over
from procedures.acts.words import WordFault
from procedures.errors import Incomplete, NotLawful, Stale
from procedures.lifecycle import State
from procedures.people import Actor, Role
from procedures.records import PostRow, UnitRow
from procedures.routing import Function
from procedures.tags import TITLES, Tag
from tests.acts.doing import Doing, done, tried
from tests.acts.found import fields_of, ledger_of, legs_of, offers_of
from tests.acts.rivals import at_once
from tests.acts.stages import Stages
from tests.factories import Life


def _to(unit_id: int | None = None, officer_id: UUID | None = None, note: str = "") -> Doing:
    def doing(call: Call, dossier_id: UUID, seen: int) -> None:
        hand_over(call, dossier_id, seen, Target(unit_id, officer_id), note)

    return doing


def _unit(life: Life, username: str) -> int:
    return life.actor(username).posts[0].unit_id


def _pass_to(life: Life, dossier_id: UUID, unit_id: int) -> None:
    done(life, _handler(life, dossier_id), _to(unit_id), dossier_id)
    life.take(dossier_id)


def _handler(life: Life, dossier_id: UUID) -> Actor:
    holder = life.dossier(dossier_id).holder_unit_id
    assert holder is not None
    return life.officer(holder, Role.HANDLER)


def test_an_offer_moves_nothing_until_it_is_taken(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RECEIVED)
    before = life.dossier(dossier_id)
    desk = stages.person(Role.RECEIVER, dossier_id)
    dossier = done(life, desk, _to(note="Gấp"), dossier_id)
    first, second, *_ahead = legs_of(life, dossier_id)
    assert (dossier.state, dossier.holder_unit_id) == (State.RECEIVED, before.holder_unit_id)
    assert first.is_open
    assert not second.has_begun
    offer = offers_of(life, dossier_id)[-1]
    assert (offer.to_unit_id, offer.to_leg_id, offer.outcome) == (second.unit_id, second.id, None)
    assert (offer.offered_by, offer.note) == (desk.person_id, "Gấp")
    assert ledger_of(life, dossier_id)[-1].detail["to_unit"] == second.unit_id
    with pytest.raises(NotLawful):
        tried(life, desk, _to(), dossier_id)


def test_of_two_officers_one_hands_it_over(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RECEIVED)
    officer = stages.person(Role.RECEIVER, dossier_id)
    (refusal,) = at_once(life, (officer, officer), _to(), dossier_id)
    assert isinstance(refusal, Stale)
    assert str(refusal.params["what"]) == TITLES[Tag.HAND_OVER]
    assert len(offers_of(life, dossier_id)) == 1


def test_any_competent_unit_of_any_tier_may_help_and_the_plan_goes_on(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    planned = [leg.unit_id for leg in legs_of(life, dossier_id)]
    police = _unit(life, "congan.tanmy")
    _pass_to(life, dossier_id, police)
    legs = legs_of(life, dossier_id)
    assert [leg.unit_id for leg in legs] == [*planned[:2], police, *planned[2:]]
    assert life.dossier(dossier_id).holder_unit_id == police
    with pytest.raises(NotLawful):
        tried(life, _handler(life, dossier_id), _to(), dossier_id)
    life.propose(dossier_id)
    assert life.dossier(dossier_id).holder_unit_id == planned[2]


def test_units_may_pass_it_to_and_fro_as_often_as_it_takes(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    units = [_unit(life, name) for name in ("congan.tanmy", "tuphap.tanmy")]
    for turn in range(14):
        _pass_to(life, dossier_id, units[turn % 2])
    legs = legs_of(life, dossier_id)
    assert len(legs) == 4 + 14
    assert [leg.function for leg in legs[-2:]] == [Function.SIGNING, Function.RETURN]
    assert [leg.id for leg in legs if leg.is_open] == [legs[-3].id]
    life.propose(dossier_id)
    assert life.dossier(dossier_id).state is State.PROPOSED


def test_a_unit_without_competence_in_the_field_is_refused_by_that_rule(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.IN_PROGRESS)
    welfare = _unit(life, "ldtbxh.bacgiang")
    with pytest.raises(Incomplete) as told:
        tried(life, _handler(life, dossier_id), _to(welfare), dossier_id)
    (fault,) = told.value.faults
    assert isinstance(fault, WordFault)
    assert fault.msgid == NOT_COMPETENT
    assert fault.params["field"]


def test_who_cannot_handle_it_does_not_get_it(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.IN_PROGRESS)
    handler = _handler(life, dossier_id)
    police, desk = _unit(life, "congan.tanmy"), _unit(life, "motcua.tanmy")
    here = life.dossier(dossier_id).holder_unit_id
    elsewhere = life.actor("tuphap.tranphu").person_id
    for target, field in (
        ((desk, None), "unit_id"),
        ((here, None), "unit_id"),
        ((10**6, None), "unit_id"),
        ((police, elsewhere), "officer_id"),
        ((police, handler.person_id), "officer_id"),
    ):
        with pytest.raises(Incomplete) as told:
            tried(life, handler, _to(*target), dossier_id)
        assert fields_of(told.value) == [field]


def test_a_unit_whose_officers_have_all_left_gets_nothing(life: Life) -> None:
    dossier_id = life.in_progress("1.004873")
    police = _unit(life, "congan.tanmy")
    with life.services.transaction() as call:
        for post in call.db.scalars(select(PostRow).where(PostRow.unit_id == police)):
            post.valid_to = call.today
        assert call.db.get_one(UnitRow, police).name
    with pytest.raises(Incomplete) as told:
        tried(life, _handler(life, dossier_id), _to(police), dossier_id)
    assert fields_of(told.value) == ["unit_id"]


def test_a_note_has_an_end(stages: Stages) -> None:
    dossier_id = stages.at(State.RECEIVED)
    with pytest.raises(Incomplete) as told:
        tried(
            stages.life,
            stages.person(Role.RECEIVER, dossier_id),
            _to(note="x" * 4001),
            dossier_id,
        )
    assert fields_of(told.value) == ["note"]
