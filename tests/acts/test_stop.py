"""stop: the office ends the handling on stated grounds; open pauses and papers end with it."""

import pytest
from sqlalchemy import select

from procedures.acts.stop import STOPPED, stop
from procedures.errors import Incomplete
from procedures.lifecycle import Act, State
from procedures.people import Role
from procedures.records import PauseRow
from procedures.records.paper import PaperState
from tests.acts.stages import (
    ACTS,
    Stages,
    done,
    fields_of,
    ledger_of,
    papers_of,
    promised,
    tried,
)


@pytest.mark.parametrize(
    "state", [State.IN_PROGRESS, State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT]
)
def test_it_ends_and_so_does_the_pause(stages: Stages, state: State) -> None:
    life, dossier_id = stages.life, stages.fresh(state)
    officer = stages.person(Role.HANDLER, dossier_id)
    dossier = done(life, officer, ACTS[Act.STOP], dossier_id)
    with life.services.reading() as db:
        pauses = db.scalars(select(PauseRow).where(PauseRow.dossier_id == dossier_id)).all()
    assert (dossier.state, dossier.holder_unit_id) == (State.STOPPED, None)
    assert dossier.finished_at is not None
    assert dossier.due_at is not None
    assert all(pause.ended_at == dossier.finished_at for pause in pauses)
    assert len(pauses) == (state is not State.IN_PROGRESS)
    assert ledger_of(life, dossier_id)[-1].detail["grounds"] == "Quá hạn bổ sung"
    assert promised(life, dossier_id)[-1] == "stopped"


def test_what_was_proposed_and_sent_back_is_void(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.PROPOSED)
    done(life, stages.person(Role.LEADER, dossier_id), ACTS[Act.SEND_BACK], dossier_id)
    done(life, stages.person(Role.HANDLER, dossier_id), ACTS[Act.STOP], dossier_id)
    (paper,) = papers_of(life, dossier_id, results=True)
    assert (paper.state, paper.void_reason) == (PaperState.VOID, STOPPED)


def test_without_grounds_the_field_is_named(stages: Stages) -> None:
    dossier_id = stages.at(State.IN_PROGRESS)
    officer = stages.person(Role.HANDLER, dossier_id)
    with pytest.raises(Incomplete) as told:
        tried(stages.life, officer, lambda c, at, v: stop(c, at, v, ""), dossier_id)
    assert fields_of(told.value) == ["grounds"]
