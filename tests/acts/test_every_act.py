"""Every act against every state and every person: what the law does not give, nobody gets."""

from uuid import uuid4

import pytest

from portal.i18n import translate
from procedures.errors import Hidden, NotAllowed, NotFound, NotLawful, Stale
from procedures.lifecycle import LAW, Act, State
from procedures.people import SYSTEM, Actor, Role
from procedures.records import Dossier
from procedures.records.counting import count
from procedures.records.standing import standing_of
from procedures.rights import may_read, open_acts, roles_towards
from tests.acts.doing import ACTS, acting, tried
from tests.acts.found import ledger_of
from tests.acts.stages import Stages
from tests.factories import CITIZEN, Life

GUEST = Actor(person_id=None, name="")
IN_THE_FILE = {
    Role.APPLICANT: CITIZEN,
    Role.RECEIVER: "motcua.tanmy",
    Role.HANDLER: "tuphap.tanmy",
    Role.LEADER: "chutich.tanmy",
    Role.AUTHORITY: "chutich.tanmy",
    Role.TAKER: "congan.tanmy",
    Role.CONSULTED: "congan.tanmy",
    Role.KEEPER: "tuphap.tanmy",
    Role.ISSUER: "chutich.tanmy",
}
"""The people of the dossiers' own commune, one for each role; its chairman is two things."""

IN_THE_PERMIT = {
    Role.APPLICANT: CITIZEN,
    Role.RECEIVER: "motcua.bacgiang",
    Role.HANDLER: "qldt.bacgiang",
    Role.LEADER: "truongqldt.bacgiang",
}
"""The people of the dossier that is to be approved."""


def _where(act: Act) -> list[State]:
    return [state for state, open_act in LAW if open_act is act]


def _strangers(life: Life) -> list[Actor]:
    """People to whom the dossier is as good as none: a guest with no number is no system."""
    away = ("congdan2", "motcua.tranphu", "tuphap.tranphu", "chutich.tranphu", "quantri")
    return [GUEST, *(life.actor(name) for name in away)]


def test_every_act_of_a_person_is_tried_here() -> None:
    assert set(ACTS) == set(Act) - {Act.SUBMIT, Act.DECIDE_PART, Act.ISSUE, Act.REOPEN}


@pytest.mark.parametrize("act", ACTS)
def test_nobody_does_it_where_the_law_has_no_step(stages: Stages, act: Act) -> None:
    applicant = stages.life.actor(CITIZEN)
    for state in set(State) - set(_where(act)):
        with pytest.raises(NotLawful):
            tried(stages.life, applicant, ACTS[act], stages.at(state))


@pytest.mark.parametrize("act", ACTS)
def test_only_the_roles_of_the_law_do_it(stages: Stages, act: Act) -> None:
    for state in _where(act):
        dossier_id = stages.ready(state, act)
        people = IN_THE_PERMIT if act is Act.APPROVE else IN_THE_FILE
        lawful = {people.get(role) for role in LAW[state, act].roles}
        for name in sorted(set(people.values())):
            actor = stages.life.actor(name)
            if name in lawful:
                tried(stages.life, actor, ACTS[act], dossier_id)
            else:
                with pytest.raises((NotAllowed, NotFound)):
                    tried(stages.life, actor, ACTS[act], dossier_id)


@pytest.mark.parametrize("act", ACTS)
def test_somebody_elses_dossier_is_as_good_as_none(stages: Stages, act: Act) -> None:
    dossier_id = stages.at(_where(act)[0])
    before = stages.life.dossier(dossier_id).version
    for stranger in _strangers(stages.life):
        with pytest.raises(Hidden):
            tried(stages.life, stranger, ACTS[act], dossier_id)
    assert stages.life.dossier(dossier_id).version == before


@pytest.mark.parametrize("act", ACTS)
def test_a_dossier_that_never_was_is_not_found(stages: Stages, act: Act) -> None:
    with pytest.raises(NotFound), acting(stages.life, stages.life.actor(CITIZEN)) as call:
        ACTS[act](call, uuid4(), 1)


@pytest.mark.parametrize("act", sorted(set(ACTS) - {Act.SUPPLEMENT}))
def test_whoever_comes_second_is_told_who_came_first(stages: Stages, act: Act) -> None:
    """The answer to a request has its own guard: a draft that exists once."""
    state = _where(act)[0]
    dossier_id = stages.ready(state, act)
    people = IN_THE_PERMIT if act is Act.APPROVE else IN_THE_FILE
    role = next(role for role in people if role in LAW[state, act].roles)
    last = [row for row in ledger_of(stages.life, dossier_id) if row.to_state][-1]
    actor = stages.life.actor(people[role])
    with pytest.raises(Stale) as told:
        tried(stages.life, actor, ACTS[act], dossier_id, behind=1)
    assert told.value.params["when"] == last.at
    assert told.value.params["who"]
    assert translate(told.value)


@pytest.mark.parametrize("state", State)
def test_a_guest_reads_nothing(stages: Stages, state: State) -> None:
    """`Actor(person_id=None)` is not the system, although the system has no number either."""
    dossier_id = stages.at(state)
    with stages.life.services.reading() as db:
        standing = standing_of(db, db.get_one(Dossier, dossier_id))
    assert not may_read(GUEST, standing)
    assert open_acts(GUEST, standing) == ()
    assert roles_towards(GUEST, standing) == frozenset()
    assert GUEST != SYSTEM
    assert may_read(SYSTEM, standing)


@pytest.mark.parametrize("state", State)
def test_the_due_date_can_be_counted_again(stages: Stages, state: State) -> None:
    dossier_id = stages.at(state)
    with stages.life.services.reading() as db:
        dossier = db.get_one(Dossier, dossier_id)
        if dossier.received_at is None:
            assert dossier.due_at is None
            return
        counted = count(db, dossier)
    assert dossier.due_at == counted.at
    assert dossier.due_trace == [part.to_json() for part in counted.trace]
