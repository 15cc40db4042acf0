"""ask_supplement: all faults in one list, once in a life, and the clock stands still."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts.ask_supplement import ONLY_ONCE, WantedItem, ask_supplement
from procedures.acts.call import Call
from procedures.errors import Incomplete, NotLawful
from procedures.lifecycle import State
from procedures.people import Role
from procedures.records import PauseRow, SupplementRequest
from tests.acts.doing import Doing, ask, done, tried
from tests.acts.found import fields_of, legs_of, papers_of, promised
from tests.acts.stages import Stages, answered

SOMETHING = (WantedItem("", "Bản chụp bị mờ"),)


def _asking(wanted: Sequence[WantedItem], reason: str, days: int) -> Doing:
    def doing(call: Call, dossier_id: UUID, seen: int) -> None:
        respond_by: date = call.today + timedelta(days=days)
        ask_supplement(call, dossier_id, seen, wanted=wanted, reason=reason, respond_by=respond_by)

    return doing


def test_the_clock_stands_still_and_one_slip_lists_everything(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    items = [WantedItem("giay-chung-sinh", " Thiếu trang 2 "), WantedItem("", " "), *SOMETHING]
    officer = stages.person(Role.HANDLER, dossier_id)
    dossier = done(life, officer, _asking(items, "Không đọc được", 30), dossier_id)
    assert (dossier.state, dossier.due_at) == (State.AWAITING_SUPPLEMENT, None)
    with life.services.reading() as db:
        request = db.scalars(
            select(SupplementRequest).where(SupplementRequest.dossier_id == dossier_id)
        ).one()
        pause = db.scalars(select(PauseRow).where(PauseRow.dossier_id == dossier_id)).one()
    assert [fault["text"] for fault in request.faults] == ["Thiếu trang 2", "Bản chụp bị mờ"]
    assert (pause.started_at, pause.ended_at) == (request.asked_at, None)
    assert next(leg for leg in legs_of(life, dossier_id) if not leg.closed_at).due_at is None
    slip = papers_of(life, dossier_id)[-1]
    assert (slip.kind, slip.unit_id) == ("phieu-yeu-cau-bo-sung", dossier.desk_unit_id)
    assert slip.context["faults"] == ["Thiếu trang 2", "Bản chụp bị mờ"]
    assert promised(life, dossier_id)[-2:] == ["supplement_asked", "RenderPaper"]


def test_before_reception_no_clock_is_there_to_stop(stages: Stages) -> None:
    dossier = stages.life.dossier(stages.at(State.INCOMPLETE))
    assert (dossier.received_at, dossier.due_at) == (None, None)
    assert dossier.holder_unit_id == dossier.desk_unit_id


def test_a_second_request_is_refused(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.AWAITING_SUPPLEMENT)
    answered(life, dossier_id)
    with pytest.raises(NotLawful) as told:
        tried(life, stages.person(Role.HANDLER, dossier_id), ask, dossier_id)
    assert told.value.msgid == ONLY_ONCE
    assert told.value.params["law"]


@pytest.mark.parametrize(
    ("wanted", "reason", "days", "field"),
    [
        ((), "Không đọc được", 30, "wanted"),
        ((WantedItem("", "\u200b\t"),), "Không đọc được", 30, "wanted"),
        ((WantedItem("", "x" * 4001),), "Không đọc được", 30, "wanted"),
        (SOMETHING, " ", 30, "reason"),
        (SOMETHING, "Không đọc được", 0, "respond_by"),
        (SOMETHING, "Không đọc được", -1, "respond_by"),
    ],
)
def test_what_is_missing_is_named(
    stages: Stages, wanted: Sequence[WantedItem], reason: str, days: int, field: str
) -> None:
    dossier_id = stages.at(State.IN_PROGRESS)
    officer = stages.person(Role.HANDLER, dossier_id)
    with pytest.raises(Incomplete) as told:
        tried(stages.life, officer, _asking(wanted, reason, days), dossier_id)
    assert fields_of(told.value) == [field]
