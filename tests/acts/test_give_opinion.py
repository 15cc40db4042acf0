"""give_opinion: the unit that was asked answers once; silence ends with its term."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from procedures.acts.give_opinion import give_opinion
from procedures.errors import Incomplete, NotFound
from procedures.lifecycle import Act, State
from procedures.people import Role
from procedures.records import Opinion
from procedures.records.opinion import Stance
from tests.acts.doing import acting, done, put_forward, tried
from tests.acts.found import fields_of, legs_of
from tests.acts.stages import PREPARED, Stages


def test_an_answer_is_kept_and_the_dossier_never_moved(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    PREPARED[Act.GIVE_OPINION](life, dossier_id)
    before = life.dossier(dossier_id)
    police = stages.person(Role.CONSULTED, dossier_id)
    with pytest.raises(Incomplete) as told:
        tried(life, police, partial(give_opinion, stance=Stance.OBJECTED), dossier_id)
    assert fields_of(told.value) == ["answer"]
    answering = partial(give_opinion, stance=Stance.OBJECTED, answer="Đang có đơn")
    after = done(life, police, answering, dossier_id)
    assert (after.state, after.holder_unit_id) == (before.state, before.holder_unit_id)
    with life.services.reading() as db:
        (opinion,) = db.scalars(select(Opinion).where(Opinion.dossier_id == dossier_id)).all()
    assert (opinion.stance, opinion.answer) == (Stance.OBJECTED, "Đang có đơn")
    assert opinion.answered_by == police.person_id
    (side,) = (leg for leg in legs_of(life, dossier_id) if leg.beside)
    assert side.closed_at == opinion.answered_at
    with pytest.raises(NotFound):
        tried(life, life.actor("congan.tranphu"), answering, dossier_id)


def test_silence_ends_with_its_term(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    PREPARED[Act.GIVE_OPINION](life, dossier_id)
    (side,) = (leg for leg in legs_of(life, dossier_id) if leg.beside)
    assert side.due_at
    handler = stages.person(Role.HANDLER, dossier_id)
    version = life.dossier(dossier_id).version
    with acting(life, handler, side.due_at + timedelta(minutes=1)) as call:
        put_forward(call, dossier_id, version)
    (side,) = (leg for leg in legs_of(life, dossier_id) if leg.beside)
    assert side.closed_at is not None
    assert life.dossier(dossier_id).state is State.PROPOSED
