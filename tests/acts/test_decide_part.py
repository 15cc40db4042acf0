"""decide_part: in a linked filing `decide` ends a part, and the next agency goes on."""

from procedures.lifecycle import Act, State
from procedures.people import Role
from procedures.records.paper import PaperState
from procedures.routing import Function
from procedures.tags import tag_of
from tests.acts.doing import deny, done, sign
from tests.acts.found import ledger_of, legs_of, papers_of, promised
from tests.acts.stages import Stages

LINKED = "2.000986"


def test_the_next_agency_goes_on_while_the_first_paper_is_issued(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.PROPOSED, LINKED)
    dossier = done(life, stages.person(Role.LEADER, dossier_id), sign, dossier_id)
    assert (dossier.state, dossier.finished_at) == (State.IN_PROGRESS, None)
    assert dossier.due_at is not None
    assert ledger_of(life, dossier_id)[-1].tag == tag_of(Act.DECIDE_PART)
    assert promised(life, dossier_id)[-2:] == ["IssuePaper", "decided_part"]
    here = next(leg for leg in legs_of(life, dossier_id) if leg.is_open)
    assert here.function is Function.SIGNING, "custody stays until the next agency takes it"
    life.take(dossier_id)
    dossier = life.dossier(dossier_id)
    now = next(leg for leg in legs_of(life, dossier_id) if leg.is_open)
    assert (now.function, now.code) == (Function.HANDLING, "thu-ly-thuong-tru")
    assert dossier.holder_unit_id == now.unit_id
    life.work()
    (paper,) = papers_of(life, dossier_id, results=True)
    assert paper.state is PaperState.ISSUED
    assert life.dossier(dossier_id).state is State.IN_PROGRESS


def test_a_denial_ends_the_whole_and_what_was_issued_stands(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.PROPOSED, LINKED)
    done(life, stages.person(Role.LEADER, dossier_id), sign, dossier_id)
    life.work()
    life.take(dossier_id)
    done(life, stages.person(Role.HANDLER, dossier_id), deny, dossier_id)
    life.work()
    dossier = done(life, stages.person(Role.LEADER, dossier_id), sign, dossier_id)
    assert dossier.state is State.DECIDED
    assert ledger_of(life, dossier_id)[-1].tag == tag_of(Act.DECIDE)
    life.work()
    assert life.dossier(dossier_id).state is State.RETURNED
    first, second = papers_of(life, dossier_id, results=True)
    assert (first.kind, first.state) == ("giay-khai-sinh", PaperState.ISSUED)
    assert (second.symbol, second.state) == ("TB", PaperState.ISSUED)
    never = [leg for leg in legs_of(life, dossier_id) if leg.opened_at is None]
    assert {leg.code for leg in never} == {"thu-ly-bhyt", "ky-bhyt"}
