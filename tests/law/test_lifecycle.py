"""The table of the law: complete, without dead ends, and walked at random."""

from collections.abc import Iterator

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from procedures.errors import NotLawful
from procedures.lifecycle import (
    FINAL_STATES,
    LAW,
    NATIONAL_CODE,
    PAUSED_STATES,
    STATE_NAMES,
    Act,
    ClockEffect,
    State,
    acts_open_to,
    step,
)
from procedures.people import Role


def _following(state: State) -> set[State]:
    """Where people lead it; only the system reopens what a revoked paper had ended."""
    return {rule.next for (at, act), rule in LAW.items() if at is state and act is not Act.REOPEN}


def _reachable(state: State) -> set[State]:
    seen: set[State] = set()
    ahead = {state}
    while ahead:
        seen |= ahead
        ahead = {later for now in ahead for later in _following(now)} - seen
    return seen


def test_a_state_is_final_exactly_when_nothing_follows_it() -> None:
    """What was issued may be revoked after the end: the dossier stays where it is."""
    assert {state for state in State if not _following(state) - {state}} == FINAL_STATES


@pytest.mark.parametrize("state", sorted(set(State) - FINAL_STATES))
def test_every_way_can_still_end_in_a_result(state: State) -> None:
    assert State.RETURNED in _reachable(state)


def test_every_state_is_reached_from_the_first() -> None:
    assert _reachable(State.SUBMITTED) == set(State)


def test_every_state_has_its_national_code_and_every_code_its_state() -> None:
    assert set(NATIONAL_CODE) == set(State)
    assert set(NATIONAL_CODE.values()) == set(range(1, 11))


def test_every_state_has_a_name_of_its_own() -> None:
    assert set(STATE_NAMES) == set(State)
    assert len(set(STATE_NAMES.values())) == len(State)


def test_who_may_act_is_never_everybody_and_never_an_administrator() -> None:
    for (state, act), found in LAW.items():
        assert found.roles, (state, act)
        assert Role.ADMIN not in found.roles


def test_the_clock_stands_still_exactly_in_the_states_that_wait_for_the_applicant() -> None:
    for (state, act), found in LAW.items():
        if found.next is state:
            assert found.clock in {ClockEffect.KEEP, ClockEffect.RECOUNT}, (state, act)
            continue
        assert (found.clock is ClockEffect.PAUSE) == (found.next in PAUSED_STATES), (state, act)
        if state in PAUSED_STATES:
            assert found.clock in {ClockEffect.RESUME, ClockEffect.STOP}
        else:
            assert found.clock is not ClockEffect.RESUME


def test_what_the_applicant_may_take_back_is_undecided() -> None:
    open_for_withdrawal = {at for (at, act) in LAW if act is Act.WITHDRAW}
    decided = {State.PROPOSED, State.DECIDED, State.ISSUED}
    assert open_for_withdrawal == set(State) - FINAL_STATES - decided


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("state", State)
def test_step_gives_the_rule_or_says_where_the_dossier_stands(state: State, act: Act) -> None:
    if (state, act) in LAW:
        assert step(state, act) is LAW[state, act]
        return
    with pytest.raises(NotLawful) as told:
        step(state, act)
    assert str(told.value.params["state"]) == STATE_NAMES[state]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", State)
def test_the_open_acts_are_those_of_the_table_in_its_order(state: State, role: Role) -> None:
    found = acts_open_to(frozenset({role}), state)
    assert list(found) == [act for (at, act), r in LAW.items() if at is state and role in r.roles]


def _lawful(state: State) -> Iterator[Act]:
    return (act for at, act in LAW if at is state)


class Walk(RuleBasedStateMachine):
    """One dossier, moved by whatever the law allows; the clock is watched from outside."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State.SUBMITTED
        self.started = self.paused = self.stopped = False

    @precondition(lambda self: self.state not in FINAL_STATES)
    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        act = data.draw(st.sampled_from(sorted(_lawful(self.state))))
        found = step(self.state, act)
        self._turn(found.clock)
        self.state = found.next

    @rule(act=st.sampled_from(Act))
    def try_what_the_law_has_not(self, act: Act) -> None:
        if (self.state, act) not in LAW:
            with pytest.raises(NotLawful):
                step(self.state, act)

    def _turn(self, clock: ClockEffect) -> None:
        match clock:
            case ClockEffect.START:
                assert not self.started, "received twice"
                self.started = True
            case ClockEffect.PAUSE:
                assert self.started
                assert not self.paused
                assert not self.stopped
                self.paused = True
            case ClockEffect.RESUME:
                assert self.paused
                self.paused = False
            case ClockEffect.STOP:
                assert self.started
                assert not self.stopped
                self.paused, self.stopped = False, True
            case ClockEffect.REOPEN:
                assert self.stopped
                self.stopped = False
            case ClockEffect.RECOUNT:
                assert self.started
                assert not self.stopped
            case ClockEffect.KEEP:
                pass

    @invariant()
    def the_clock_fits_the_state(self) -> None:
        assert self.paused == (self.state in PAUSED_STATES)
        if self.state in {State.SUBMITTED, State.INCOMPLETE, State.REFUSED}:
            assert not self.started
        if self.state in {State.DECIDED, State.ISSUED, State.RETURNED, State.STOPPED}:
            assert self.stopped
        if self.started and self.state in FINAL_STATES:
            assert self.stopped, "a life that was received ends with its clock"


TestWalk = Walk.TestCase
