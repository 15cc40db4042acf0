"""decline: the dossier stays where it is, and the giver learns why."""

from functools import partial

import pytest
from sqlalchemy import select

from procedures.acts.decline import decline
from procedures.errors import Incomplete
from procedures.lifecycle import State
from procedures.people import Role
from procedures.records import Mention, Note
from procedures.records.handover import HandoverOutcome
from tests.acts.doing import done, tried
from tests.acts.found import fields_of, offers_of
from tests.acts.stages import Stages, offered


def test_custody_stays_and_the_giver_finds_the_grounds(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RECEIVED)
    offered(life, dossier_id)
    before = life.dossier(dossier_id)
    refusing = partial(decline, grounds="Không thuộc địa bàn quản lý")
    after = done(life, stages.person(Role.TAKER, dossier_id), refusing, dossier_id)
    assert (after.state, after.holder_unit_id) == (State.RECEIVED, before.holder_unit_id)
    (offer,) = offers_of(life, dossier_id)
    assert (offer.outcome, offer.grounds) == (
        HandoverOutcome.DECLINED,
        "Không thuộc địa bàn quản lý",
    )
    with life.services.reading() as db:
        told = db.execute(select(Mention.person_id, Note.text).join(Note)).all()
    assert (offer.offered_by, offer.grounds) in [tuple(row) for row in told]
    life.hand_on(dossier_id)
    assert life.dossier(dossier_id).state is State.IN_PROGRESS


def test_nobody_declines_without_saying_why(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    offered(life, dossier_id)
    with pytest.raises(Incomplete) as told:
        tried(
            life, stages.person(Role.TAKER, dossier_id), partial(decline, grounds=" "), dossier_id
        )
    assert fields_of(told.value) == ["grounds"]
