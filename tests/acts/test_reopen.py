"""reopen: a dossier goes on where it was ended, once the paper that ended it is revoked."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from procedures.acts.reopen import reopen
from procedures.catalogue.types import AfterDenial
from procedures.errors import NotLawful
from procedures.lifecycle import Act, State
from procedures.people import Role
from procedures.records.paper import PaperState
from procedures.records.versions import Parsed, version_of
from procedures.routing import Function
from procedures.tags import Tag
from tests.acts.doing import ACTS, acting, deny, done
from tests.acts.found import ledger_of, legs_of, papers_of, promised
from tests.acts.revoking import ask_by_decision, sign_instrument
from tests.acts.stages import Stages, proposed_to_revoke
from tests.acts.test_random_lives import _truths


def _denied(stages: Stages) -> UUID:
    """A dossier whose applicant got a denial, in her account."""
    life = stages.life
    dossier_id = stages.fresh(State.IN_PROGRESS)
    done(life, stages.person(Role.HANDLER, dossier_id), deny, dossier_id)
    life.work()
    life.decide(dossier_id)
    life.work()
    return dossier_id


def _revoked(stages: Stages, dossier_id: UUID, proposer: Role) -> None:
    life = stages.life
    leader = stages.person(Role.ISSUER, dossier_id)
    done(life, stages.person(proposer, dossier_id), ask_by_decision, dossier_id)
    life.work()
    done(life, leader, sign_instrument, dossier_id)
    life.work()


def test_a_denial_that_is_revoked_is_followed_by_another_decision(stages: Stages) -> None:
    life, dossier_id = stages.life, _denied(stages)
    ended = life.dossier(dossier_id)
    assert ended.finished_at is not None
    _revoked(stages, dossier_id, Role.KEEPER)
    dossier = life.dossier(dossier_id)
    held = next(leg for leg in legs_of(life, dossier_id) if leg.is_open)
    assert (dossier.state, held.function) == (State.IN_PROGRESS, Function.HANDLING)
    assert (dossier.finished_at, dossier.returned_at, dossier.index_outcome) == (None, None, None)
    assert dossier.due_at is not None
    assert ended.due_at is not None
    assert dossier.due_at >= ended.due_at
    last = ledger_of(life, dossier_id)[-1]
    assert (last.tag, last.actor_id) == (Tag.REOPEN, None)
    assert promised(life, dossier_id).count("revoked") == 1
    _truths(life, dossier_id)
    life.propose(dossier_id)
    life.work()
    life.decide(dossier_id)
    life.work()
    assert life.dossier(dossier_id).state in {State.ISSUED, State.RETURNED}
    denial, granted = papers_of(life, dossier_id, results=True)
    assert (denial.revoked_at is None, granted.revoked_at) == (False, None)
    assert granted.state is PaperState.ISSUED
    _truths(life, dossier_id)


@pytest.mark.parametrize(
    ("ended", "proposer", "again"),
    [
        (State.REFUSED, Role.RECEIVER, State.SUBMITTED),
        (State.STOPPED, Role.KEEPER, State.IN_PROGRESS),
    ],
)
def test_a_refusal_and_a_stop_are_undone_where_they_were_done(
    stages: Stages, ended: State, proposer: Role, again: State
) -> None:
    life, dossier_id = stages.life, stages.fresh(ended)
    life.work()
    before = [leg.unit_id for leg in legs_of(life, dossier_id) if leg.has_begun]
    _revoked(stages, dossier_id, proposer)
    dossier = life.dossier(dossier_id)
    assert (dossier.state, dossier.holder_unit_id) == (again, before[-1])
    assert papers_of(life, dossier_id, results=False)[-2].revoked_at is not None
    _truths(life, dossier_id)
    if again is State.SUBMITTED:
        done(life, stages.person(Role.RECEIVER, dossier_id), ACTS[Act.RECEIVE], dossier_id)
        _truths(life, dossier_id)


def test_a_decision_made_elsewhere_reopens_at_once(stages: Stages) -> None:
    life, dossier_id = stages.life, _denied(stages)
    proposed_to_revoke(life, dossier_id)
    leader = stages.person(Role.ISSUER, dossier_id)
    assert done(life, leader, ACTS[Act.REVOKE], dossier_id).state is State.IN_PROGRESS


def test_where_the_procedure_says_so_it_stays_ended(
    stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refiled(db: Session, version_id: int) -> Parsed:
        found = version_of(db, version_id)
        return replace(found, procedure=replace(found.procedure, after_denial=AfterDenial.REFILE))

    life, dossier_id = stages.life, _denied(stages)
    ended = life.dossier(dossier_id).state
    monkeypatch.setattr("procedures.records.revocable.version_of", refiled)
    _revoked(stages, dossier_id, Role.KEEPER)
    (denial,) = papers_of(life, dossier_id, results=True)
    assert denial.revoked_at is not None
    assert life.dossier(dossier_id).state is ended
    assert papers_of(life, dossier_id, results=False)[-1].context["resumed"] is False


def test_what_has_not_ended_is_not_reopened(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.SUBMITTED)
    with pytest.raises(NotLawful), acting(life, life.actor("quantri")) as call:
        reopen(call, dossier_id)
