"""refuse: the end before the beginning, on grounds that stand on a slip."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from procedures.acts.call import LOCAL_ZONE
from procedures.acts.patience import STILL_TIME
from procedures.acts.refuse import refuse
from procedures.errors import Incomplete, NotLawful
from procedures.lifecycle import State
from procedures.people import Role
from procedures.records import SupplementRequest
from tests.acts.doing import acting, done, tried
from tests.acts.found import fields_of, legs_of, papers_of, promised
from tests.acts.stages import Stages

GROUNDS = "Hồ sơ thuộc thẩm quyền của xã khác"


def test_it_ends_without_a_clock_and_says_why(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.SUBMITTED)
    officer = stages.person(Role.RECEIVER, dossier_id)
    dossier = done(life, officer, lambda c, at, v: refuse(c, at, v, f"  {GROUNDS}\t"), dossier_id)
    assert dossier.state is State.REFUSED
    assert (dossier.holder_unit_id, dossier.received_at, dossier.due_at) == (None, None, None)
    assert all(leg.closed_at or not leg.opened_at for leg in legs_of(life, dossier_id))
    (slip,) = papers_of(life, dossier_id)
    assert (slip.kind, slip.context["grounds"]) == ("phieu-tu-choi", GROUNDS)
    assert promised(life, dossier_id)[-2:] == ["refused", "RenderPaper"]


@pytest.mark.parametrize("grounds", ["", " \n ", "\u200b\u0007"])
def test_without_grounds_the_field_is_named(stages: Stages, grounds: str) -> None:
    dossier_id = stages.at(State.SUBMITTED)
    officer = stages.person(Role.RECEIVER, dossier_id)
    with pytest.raises(Incomplete) as told:
        tried(stages.life, officer, lambda c, at, v: refuse(c, at, v, grounds), dossier_id)
    assert fields_of(told.value) == ["grounds"]


def test_what_was_never_completed_may_be_refused_when_its_time_is_over(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.INCOMPLETE)
    officer = stages.person(Role.RECEIVER, dossier_id)
    seen = life.dossier(dossier_id).version
    with life.services.reading() as db:
        asked = db.scalars(
            select(SupplementRequest).where(SupplementRequest.dossier_id == dossier_id)
        ).one()
    last_minute = datetime.combine(asked.respond_by, time(23, 59), LOCAL_ZONE)
    with pytest.raises(NotLawful) as told, acting(life, officer, last_minute) as call:
        refuse(call, dossier_id, seen, GROUNDS)
    assert (told.value.msgid, told.value.params["day"]) == (STILL_TIME, asked.respond_by)
    with acting(life, officer, last_minute + timedelta(minutes=1)) as call:
        refuse(call, dossier_id, seen, GROUNDS)
    dossier = life.dossier(dossier_id)
    assert (dossier.state, dossier.received_at) == (State.REFUSED, None)
    assert papers_of(life, dossier_id)[-1].kind == "phieu-tu-choi"
    assert promised(life, dossier_id)[-2:] == ["refused", "RenderPaper"]
