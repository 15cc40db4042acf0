"""Lives that nobody planned: any lawful act by whoever may, and after each the same truths hold."""

from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.errors import Incomplete, NotLawful
from procedures.lifecycle import FINAL_STATES, LAW, PAUSED_STATES, Act, State
from procedures.people import Role
from procedures.records import Decision, Dossier, Paper, PauseRow
from procedures.records.counting import count
from procedures.records.ledger import chain_hash
from procedures.records.paper import PaperState
from procedures.routing import Function
from tests.acts.doing import ACTS, deny, done
from tests.acts.found import ledger_of, legs_of, papers_of
from tests.acts.stages import Stages, answered
from tests.factories import Life

MOST_STEPS = 24


@pytest.mark.parametrize(
    ("seed", "procedure"), [(1, "1.004873"), (2, "2.000986"), (3, "1.001776"), (4, "1.001612")]
)
def test_whatever_happens_the_same_truths_hold(stages: Stages, seed: int, procedure: str) -> None:
    life, dice = stages.life, Random(seed)  # noqa: S311 - the same life each time
    dossier_id = stages.fresh(State.SUBMITTED, procedure)
    for _ in range(MOST_STEPS):
        if life.dossier(dossier_id).state in FINAL_STATES:
            break
        _one_step(stages, dossier_id, dice)
        _truths(life, dossier_id)
    life.work()
    _truths(life, dossier_id)


def _one_step(stages: Stages, dossier_id: UUID, dice: Random) -> None:
    life = stages.life
    life.work()
    state = life.dossier(dossier_id).state
    lawful = [act for at, act in LAW if at is state and act in ACTS]
    if not lawful:
        return
    act = dice.choices(lawful, [_weight(act) for act in lawful])[0]
    role = next(iter(LAW[state, act].roles - {Role.SYSTEM}))
    doing = deny if act is Act.PROPOSE and dice.random() < 0.3 else ACTS[act]
    try:
        if act is Act.SUPPLEMENT:
            answered(life, dossier_id)
        else:
            done(life, stages.person(role, dossier_id), doing, dossier_id)
    except (Incomplete, NotLawful, StopIteration):
        _carry_on(life, dossier_id)


def _weight(act: Act) -> int:
    """Ends are rare, so that lives are long."""
    return 1 if act in {Act.REFUSE, Act.WITHDRAW, Act.STOP} else 8


def _carry_on(life: Life, dossier_id: UUID) -> None:
    """A second request, or a proposal before the plan has a signature next: pass it on instead."""
    ahead = [leg for leg in legs_of(life, dossier_id) if not leg.has_begun and not leg.beside]
    if (
        life.dossier(dossier_id).state is State.IN_PROGRESS
        and ahead[0].function is Function.HANDLING
    ):
        life.hand_on(dossier_id)


def _truths(life: Life, dossier_id: UUID) -> None:
    dossier = life.dossier(dossier_id)
    _custody(life, dossier)
    _clock(life, dossier)
    _paperwork(life, dossier)
    chain = ledger_of(life, dossier_id)
    assert [row.seq for row in chain] == list(range(1, len(chain) + 1))
    assert all(row.hash == chain_hash(row) for row in chain)
    moves = [row for row in chain if row.to_state]
    assert [row.from_state for row in moves[1:]] == [row.to_state for row in moves[:-1]]
    assert moves[-1].to_state == dossier.state
    assert dossier.version == len(moves)


def _custody(life: Life, dossier: Dossier) -> None:
    legs = legs_of(life, dossier.id)
    held = [leg for leg in legs if leg.is_open and not leg.beside]
    assert len(held) == (dossier.state not in FINAL_STATES)
    assert [leg.unit_id for leg in held] == ([dossier.holder_unit_id] if held else [])
    opened = [leg.opened_at for leg in legs if leg.opened_at and not leg.beside]
    assert opened == sorted(opened), "legs are walked in their order"
    assert legs[-1].function is Function.RETURN
    for leg in held:
        if leg.due_at and dossier.due_at and dossier.finished_at is None:
            assert leg.due_at <= dossier.due_at


def _clock(life: Life, dossier: Dossier) -> None:
    with life.services.reading() as db:
        pauses = db.scalars(select(PauseRow).where(PauseRow.dossier_id == dossier.id)).all()
        counted = count(db, dossier) if dossier.received_at else None
    still = [pause for pause in pauses if pause.ended_at is None]
    assert len(still) == (dossier.state in PAUSED_STATES)
    assert dossier.due_at == (counted.at if counted else None)
    assert (dossier.due_at is None) is (dossier.received_at is None or bool(still))


def _paperwork(life: Life, dossier: Dossier) -> None:
    with life.services.reading() as db:
        decisions = db.scalars(select(Decision).where(Decision.dossier_id == dossier.id)).all()
        numbers = db.execute(select(Paper.unit_id, Paper.symbol, Paper.year, Paper.number)).all()
    open_ones = [one for one in decisions if not one.decided_at and not one.sent_back_at]
    assert len(open_ones) == (dossier.state is State.PROPOSED)
    assert len(numbers) == len(set(numbers))
    unsigned = {PaperState.RESERVED, PaperState.PRINTED}
    results = papers_of(life, dossier.id, results=True)
    if dossier.state in FINAL_STATES:
        assert not [paper for paper in results if paper.state in unsigned]
    if dossier.state in {State.ISSUED, State.RETURNED}:
        assert {paper.state for paper in results} <= {PaperState.ISSUED, PaperState.VOID}
        assert PaperState.ISSUED in {paper.state for paper in results}
