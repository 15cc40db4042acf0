"""propose: facts for a decision, papers with numbers, one proposal at a time."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.propose import Proposal, propose
from procedures.acts.withdraw import withdraw
from procedures.errors import Incomplete, NotLawful, Stale
from procedures.lifecycle import Act, State
from procedures.people import Role
from procedures.records import Decision
from procedures.records.decision import DecisionOutcome
from procedures.records.paper import PaperState
from procedures.routing import Function
from procedures.tags import TITLES, Tag
from tests.acts.doing import ACTS, Doing, acting, deny, done, proposal_for, put_forward, tried
from tests.acts.found import fields_of, ledger_of, legs_of, papers_of
from tests.acts.stages import Stages
from tests.factories import CITIZEN


def _proposing(outcome: DecisionOutcome = DecisionOutcome.GRANTED, **changes: object) -> Doing:
    def doing(call: Call, dossier_id: UUID, seen: int) -> None:
        good = proposal_for(call, dossier_id, outcome)
        propose(call, dossier_id, seen, replace(good, **changes))  # type: ignore[arg-type]

    return doing


def test_a_paper_has_its_number_before_it_is_signed(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    officer = stages.person(Role.HANDLER, dossier_id)
    dossier = done(life, officer, put_forward, dossier_id)
    (paper,) = papers_of(life, dossier_id, results=True)
    with life.services.reading() as db:
        decision = db.scalars(select(Decision).where(Decision.dossier_id == dossier_id)).one()
    signing = next(leg for leg in legs_of(life, dossier_id) if leg.function is Function.SIGNING)
    assert (dossier.state, dossier.holder_unit_id) == (State.PROPOSED, signing.unit_id)
    assert (paper.state, paper.decision_id) == (PaperState.RESERVED, decision.id)
    assert paper.number >= 1
    printed = paper.context["fields"]
    (values,) = decision.fields.values()
    # Beside what it prints each field keeps its value, for the next agency to read.
    assert {name: row["value"] for name, row in printed.items()} == {
        name: values.get(name) for name in printed
    }
    assert any(row["value"] for row in printed.values())
    assert (decision.proposed_by, decision.leg_id) == (officer.person_id, signing.id)
    assert ledger_of(life, dossier_id)[-1].detail["outcome"] == "granted"
    life.work()
    assert papers_of(life, dossier_id, results=True)[0].state is PaperState.PRINTED


def test_a_denial_is_a_paper_of_its_own_with_grounds(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    done(life, stages.person(Role.HANDLER, dossier_id), deny, dossier_id)
    (paper,) = papers_of(life, dossier_id, results=True)
    assert (paper.kind, paper.symbol) == ("cong-van-tu-choi-ket-qua", "TB")
    assert paper.context["grounds"] == "Không đủ điều kiện"


@pytest.mark.parametrize(
    ("doing", "field"),
    [
        (_proposing(signer_post_id=0), "signer_post_id"),
        (_proposing(signer_post_id=1), "signer_post_id"),
        (_proposing(DecisionOutcome.DENIED, grounds=" "), "grounds"),
        (_proposing(grounds="x" * 4001), "grounds"),
    ],
)
def test_what_is_missing_is_named(stages: Stages, doing: Doing, field: str) -> None:
    dossier_id = stages.at(State.IN_PROGRESS)
    with pytest.raises(Incomplete) as told:
        tried(stages.life, stages.person(Role.HANDLER, dossier_id), doing, dossier_id)
    assert fields_of(told.value) == [field]


def test_every_empty_field_of_the_result_is_named_at_once(stages: Stages) -> None:
    dossier_id = stages.at(State.IN_PROGRESS)
    officer = stages.person(Role.HANDLER, dossier_id)
    with pytest.raises(Incomplete) as told:
        tried(stages.life, officer, _proposing(fields={}), dossier_id)
    assert len(told.value.faults) > 1


def test_nobody_proposes_before_the_unit_that_must_handle_it(stages: Stages) -> None:
    """A social allowance goes on to the next tier first: its commune signs nothing."""
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS, "1.001776")
    with pytest.raises(NotLawful):
        tried(life, stages.person(Role.HANDLER, dossier_id), put_forward, dossier_id)


def test_withdrawn_while_the_handler_was_writing(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    seen = life.dossier(dossier_id).version
    officer = stages.person(Role.HANDLER, dossier_id)
    done(life, life.actor(CITIZEN), withdraw, dossier_id)
    with pytest.raises(Stale) as told, acting(life, officer) as call:
        put_forward(call, dossier_id, seen)
    assert str(told.value.params["what"]) == TITLES[Tag.WITHDRAW]
    assert papers_of(life, dossier_id, results=True) == []


def test_proposed_while_the_applicant_was_withdrawing(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    seen = life.dossier(dossier_id).version
    done(life, stages.person(Role.HANDLER, dossier_id), put_forward, dossier_id)
    with pytest.raises(Stale), acting(life, life.actor(CITIZEN)) as call:
        withdraw(call, dossier_id, seen)
    with pytest.raises(NotLawful):
        tried(life, life.actor(CITIZEN), ACTS[Act.WITHDRAW], dossier_id)


def test_a_proposal_says_nothing_by_itself() -> None:
    assert Proposal(DecisionOutcome.GRANTED, 1).fields == {}
