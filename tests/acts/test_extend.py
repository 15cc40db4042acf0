"""extend: one new promise, before the old one is broken, with a letter that a leader signs."""

from datetime import timedelta
from functools import partial

import pytest

from procedures.acts.call import LOCAL_ZONE
from procedures.acts.extend import extend
from procedures.clock import ExtensionRefused
from procedures.errors import Incomplete, NotLawful
from procedures.lifecycle import Act, State
from procedures.people import Role
from procedures.records.counting import calendar_of, count
from tests.acts.doing import ACTS, acting, done, tried
from tests.acts.found import fields_of, legs_of, papers_of, promised
from tests.acts.stages import Stages


def test_the_promise_moves_once_and_the_letter_is_signed(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    before = life.dossier(dossier_id)
    leader = stages.person(Role.AUTHORITY, dossier_id)
    after = done(life, leader, ACTS[Act.EXTEND], dossier_id)
    assert before.due_at
    assert after.due_at
    assert after.due_at > before.due_at
    assert after.state is before.state
    with life.services.reading() as db:
        again = count(db, after)
    assert again.at == after.due_at
    assert [part.to_json() for part in again.trace] == after.due_trace
    here = next(leg for leg in legs_of(life, dossier_id) if leg.is_open)
    assert here.due_at
    assert here.due_at <= after.due_at
    letter = papers_of(life, dossier_id, results=False)[-1]
    assert letter.signer_post_id in {post.id for post in leader.posts}
    assert "extended" in promised(life, dossier_id)
    life.work()
    assert papers_of(life, dossier_id, results=False)[-1].issued_at is not None
    with pytest.raises(NotLawful):
        tried(life, leader, ACTS[Act.EXTEND], dossier_id)


def test_the_rules_of_an_extension_are_named(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.IN_PROGRESS)
    leader = stages.person(Role.AUTHORITY, dossier_id)
    dossier = life.dossier(dossier_id)
    assert dossier.due_at
    due = dossier.due_at.astimezone(LOCAL_ZONE).date()
    with life.services.reading() as db:
        working = calendar_of(db, dossier).working_day_from(due + timedelta(days=7))
    sunday = due + timedelta(days=13 - due.weekday())
    for until in (due, sunday, due - timedelta(days=1)):
        with pytest.raises(ExtensionRefused):
            tried(life, leader, partial(extend, until=until, reason="Chờ xác minh"), dossier_id)
    with pytest.raises(Incomplete) as told:
        tried(life, leader, partial(extend, until=working, reason=""), dossier_id)
    assert fields_of(told.value) == ["reason"]


def test_on_the_last_day_it_is_too_late(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.IN_PROGRESS)
    leader = stages.person(Role.AUTHORITY, dossier_id)
    dossier = life.dossier(dossier_id)
    assert dossier.due_at
    with (
        pytest.raises(ExtensionRefused),
        acting(life, leader, dossier.due_at - timedelta(hours=2)) as call,
    ):
        ACTS[Act.EXTEND](call, dossier_id, dossier.version)
