"""stop: the office ends the handling on stated grounds; open pauses and papers end with it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from procedures.acts.call import LOCAL_ZONE
from procedures.acts.patience import STILL_TIME
from procedures.acts.slips_underway import stop_sheet
from procedures.acts.stop import STOPPED, stop
from procedures.catalogue import form_sets
from procedures.errors import Incomplete, NotLawful
from procedures.lifecycle import Act, State
from procedures.people import Role
from procedures.records import Dossier, PauseRow, UnitRow
from procedures.records.paper import PaperState
from procedures.records.versions import version_of
from tests.acts.doing import ACTS, acting, done, tried
from tests.acts.found import fields_of, ledger_of, papers_of, promised
from tests.acts.stages import Stages


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
    assert promised(life, dossier_id)[-2:] == ["stopped", "RenderPaper"]


def test_a_notice_of_the_unit_says_why(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    before = life.dossier(dossier_id)
    officer = stages.person(Role.HANDLER, dossier_id)
    done(life, officer, ACTS[Act.STOP], dossier_id)
    notice = papers_of(life, dossier_id, results=False)[-1]
    assert (notice.kind, notice.unit_id) == ("thong-bao-dung", before.holder_unit_id)
    assert notice.context["grounds"] == "Quá hạn bổ sung"
    assert notice.context["receiver"] == {"name": officer.name}
    life.work()
    assert papers_of(life, dossier_id, results=False)[-1].state is PaperState.ISSUED


def test_under_the_circular_of_2018_the_third_form_says_so(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    day = datetime(2025, 9, 12, 9, tzinfo=LOCAL_ZONE)
    with life.services.transaction() as call:
        dossier = call.db.get_one(Dossier, dossier_id)
        unit = call.db.get_one(UnitRow, dossier.holder_unit_id)
        procedure = version_of(call.db, dossier.procedure_version_id).procedure
        earlier = replace(call, now=day)
        sheet = stop_sheet(earlier, dossier, procedure, unit, grounds="Quá hạn bổ sung")
    assert (sheet.kind, sheet.title["vi"]) == ("phieu-dung-2018", "Phiếu từ chối giải quyết hồ sơ")
    assert sheet.body["form"] == {
        "number": "03",
        "set": "TT 01/2018/TT-VPCP",
        "circular": form_sets()[0].circular,
    }


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


def test_who_is_asked_has_the_whole_last_day_to_answer(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.AWAITING_SUPPLEMENT)
    officer = stages.person(Role.HANDLER, dossier_id)
    seen = life.dossier(dossier_id).version
    for days in (0, 30):
        with pytest.raises(NotLawful) as told, acting(life, officer) as now:
            stop(replace(now, now=now.now + timedelta(days=days)), dossier_id, seen, "Vội")
        assert told.value.msgid == STILL_TIME
    with acting(life, officer) as now:
        stop(replace(now, now=now.now + timedelta(days=31)), dossier_id, seen, "Quá hạn")
    assert life.dossier(dossier_id).state is State.STOPPED
