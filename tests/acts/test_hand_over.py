"""hand_over: custody goes from one unit to the next and is never shared, doubled or lost."""

from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.hand_over import Target, hand_over
from procedures.errors import Incomplete, NotLawful, Stale
from procedures.lifecycle import State
from procedures.people import Actor, Role
from procedures.records import PostRow, UnitRow
from procedures.routing import Function
from tests.acts.rivals import at_once
from tests.acts.stages import Doing, Stages, done, fields_of, ledger_of, legs_of, tried
from tests.factories import Life


def _to(unit_id: int | None = None, officer_id: UUID | None = None, note: str = "") -> Doing:
    def doing(call: Call, dossier_id: UUID, seen: int) -> None:
        hand_over(call, dossier_id, seen, Target(unit_id, officer_id), note)

    return doing


def _unit(life: Life, username: str) -> int:
    return life.actor(username).posts[0].unit_id


def _handler(life: Life, dossier_id: UUID) -> Actor:
    holder = life.dossier(dossier_id).holder_unit_id
    assert holder is not None
    return life.officer(holder, Role.HANDLER)


def test_along_the_plan_one_leg_ends_as_the_next_begins(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RECEIVED)
    dossier = done(life, stages.person(Role.RECEIVER, dossier_id), _to(note="Gấp"), dossier_id)
    first, second, *ahead = legs_of(life, dossier_id)
    assert (dossier.state, dossier.holder_unit_id) == (State.IN_PROGRESS, second.unit_id)
    assert first.closed_at == second.opened_at
    assert (second.function, second.note) == (Function.HANDLING, "Gấp")
    assert second.due_at is not None
    assert dossier.due_at is not None
    assert second.due_at <= dossier.due_at
    assert all(leg.opened_at is None for leg in ahead)
    assert ledger_of(life, dossier_id)[-1].detail["to_unit"] == second.unit_id


def test_of_two_officers_one_hands_it_over(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RECEIVED)
    officer = stages.person(Role.RECEIVER, dossier_id)
    (refusal,) = at_once(life, (officer, officer), _to(), dossier_id)
    assert isinstance(refusal, Stale)
    assert str(refusal.params["what"]) == "Chuyển hồ sơ"
    assert sum(leg.opened_at is not None for leg in legs_of(life, dossier_id)) == 2


def test_any_unit_of_any_tier_may_help_and_the_plan_goes_on(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    planned = [leg.unit_id for leg in legs_of(life, dossier_id)]
    police = _unit(life, "congan.tanmy")
    done(life, _handler(life, dossier_id), _to(police), dossier_id)
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
        done(life, _handler(life, dossier_id), _to(units[turn % 2]), dossier_id)
    legs = legs_of(life, dossier_id)
    assert len(legs) == 4 + 14
    assert [leg.function for leg in legs[-2:]] == [Function.SIGNING, Function.RETURN]
    assert [leg.id for leg in legs if leg.opened_at and not leg.closed_at] == [legs[-3].id]
    life.propose(dossier_id)
    assert life.dossier(dossier_id).state is State.PROPOSED


def test_inside_a_unit_another_officer_is_named_and_the_leg_goes_on(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    before = legs_of(life, dossier_id)
    colleague = life.actor("vhxh.tanmy")
    naming = _to(before[1].unit_id, colleague.person_id)
    dossier = done(life, _handler(life, dossier_id), naming, dossier_id)
    after = legs_of(life, dossier_id)
    assert dossier.holder_officer_id == after[1].officer_id == colleague.person_id
    assert [(leg.id, leg.due_at) for leg in after] == [(leg.id, leg.due_at) for leg in before]
    with pytest.raises(Incomplete) as told:
        tried(life, colleague, naming, dossier_id)
    assert fields_of(told.value) == ["officer_id"]


def test_who_cannot_handle_it_does_not_get_it(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.IN_PROGRESS)
    handler = _handler(life, dossier_id)
    police, desk = _unit(life, "congan.tanmy"), _unit(life, "motcua.tanmy")
    elsewhere = life.actor("tuphap.tranphu").person_id
    for target, field in (
        ((desk, None), "unit_id"),
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
