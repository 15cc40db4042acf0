"""decide: the leader signs exactly the bytes that were shown, on the day that they bear."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.decide import decide
from procedures.acts.reprint import reprint
from procedures.acts.sign_read import NOT_PRINTED, OLD_DATE, OTHER_BYTES, POST_ENDED
from procedures.clock import VIETNAM
from procedures.errors import NotAllowed, NotLawful, Stale
from procedures.lifecycle import Act, State
from procedures.people import Role
from procedures.records import Decision, PostRow
from procedures.records.paper import PaperState
from procedures.routing import Function
from tests.acts.doing import ACTS, acting, done, printed, put_forward, sign, tried
from tests.acts.found import ledger_of, legs_of, papers_of, promised
from tests.acts.rivals import at_once
from tests.acts.stages import Stages


def test_the_clock_stops_and_the_worker_is_told(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.PROPOSED)
    leader = stages.person(Role.LEADER, dossier_id)
    dossier = done(life, leader, sign, dossier_id)
    (paper,) = papers_of(life, dossier_id, results=True)
    with life.services.reading() as db:
        decision = db.scalars(select(Decision).where(Decision.dossier_id == dossier_id)).one()
    last = ledger_of(life, dossier_id)[-1]
    assert dossier.state is State.DECIDED
    assert dossier.finished_at == decision.decided_at == last.at
    assert decision.decided_by == leader.person_id
    assert paper.state is PaperState.ORDERED
    assert last.detail["papers"] == [{"id": str(paper.id), "sha256": paper.printed_sha256}]
    now = next(leg for leg in legs_of(life, dossier_id) if leg.opened_at and not leg.closed_at)
    assert (now.function, dossier.holder_unit_id) == (Function.RETURN, dossier.desk_unit_id)
    assert promised(life, dossier_id)[-2:] == ["IssuePaper", "decided"]


def test_signed_twice_at_once_it_is_signed_once(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.PROPOSED)
    leader = stages.person(Role.LEADER, dossier_id)
    (refusal,) = at_once(life, (leader, leader), sign, dossier_id)
    assert isinstance(refusal, Stale)
    assert refusal.params["who"] == leader.name
    assert promised(life, dossier_id)[-2:] == ["IssuePaper", "decided"]
    assert promised(life, dossier_id).count("decided") == 1
    life.work()
    assert life.dossier(dossier_id).state is State.RETURNED
    assert len(papers_of(life, dossier_id, results=True)) == 1


def test_other_bytes_than_those_that_were_read_are_not_signed(stages: Stages) -> None:
    dossier_id = stages.at(State.PROPOSED)
    leader = stages.person(Role.LEADER, dossier_id)
    (paper,) = papers_of(stages.life, dossier_id, results=True)
    readings: tuple[Mapping[UUID, str], ...] = ({paper.id: "0" * 64}, {paper.id: ""}, {})
    for seen_papers in readings:
        with pytest.raises(Stale) as told:
            tried(
                stages.life,
                leader,
                lambda c, at, v, seen=seen_papers: decide(c, at, v, seen),  # type: ignore[misc]
                dossier_id,
            )
        assert told.value.msgid == OTHER_BYTES


def test_what_is_not_printed_yet_is_not_signed(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS)
    done(life, stages.person(Role.HANDLER, dossier_id), put_forward, dossier_id)
    with pytest.raises(NotLawful) as told:
        tried(life, stages.person(Role.LEADER, dossier_id), sign, dossier_id)
    assert told.value.msgid == NOT_PRINTED


def test_another_leader_of_the_unit_does_not_sign_it(stages: Stages) -> None:
    dossier_id = stages.at(State.PROPOSED)
    proposed_to = stages.person(Role.LEADER, dossier_id)
    other = stages.life.actor("phochutich.tanmy")
    assert other.person_id != proposed_to.person_id
    with pytest.raises(NotAllowed):
        tried(stages.life, other, sign, dossier_id)


def test_yesterdays_paper_is_printed_anew_before_it_is_signed(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.PROPOSED)
    leader = stages.person(Role.LEADER, dossier_id)
    proposed = ledger_of(life, dossier_id)[-1]
    tomorrow = proposed.at + timedelta(days=1)
    if tomorrow.astimezone(VIETNAM).year > proposed.at.astimezone(VIETNAM).year:
        pytest.skip("a new year wants a new number: test_send_back.py")
    seen = life.dossier(dossier_id).version
    (before,) = papers_of(life, dossier_id, results=True)
    with pytest.raises(NotLawful) as told, acting(life, leader, tomorrow) as call:
        sign(call, dossier_id, seen)
    assert told.value.msgid == OLD_DATE
    with acting(life, leader, tomorrow) as call:
        assert reprint(call, dossier_id, seen) == 1
    life.work()
    (after,) = papers_of(life, dossier_id, results=True)
    assert (after.number, after.dated) == (before.number, before.dated + timedelta(days=1))
    assert after.printed_sha256 != before.printed_sha256
    with pytest.raises(Stale), acting(life, leader, tomorrow) as call:
        decide(call, dossier_id, seen, {before.id: before.printed_sha256 or ""})
    with acting(life, leader, tomorrow) as call:
        sign(call, dossier_id, seen)
    assert life.dossier(dossier_id).state is State.DECIDED


def test_a_reading_is_of_the_open_decision_alone(stages: Stages) -> None:
    dossier_id = stages.at(State.PROPOSED)

    def shown(call: Call, at: UUID, seen: int) -> None:
        del seen
        assert len(printed(call, at)) == 1

    tried(stages.life, stages.person(Role.LEADER, dossier_id), shown, dossier_id)


def test_whose_post_has_ended_signs_nothing_more_by_another_post(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.PROPOSED)
    signer = stages.person(Role.LEADER, dossier_id)
    with life.services.transaction() as call:
        decision = call.db.scalars(select(Decision).where(Decision.dossier_id == dossier_id)).one()
        post = call.db.get_one(PostRow, decision.signer_post_id)
        other = PostRow(
            person_id=post.person_id,
            unit_id=post.unit_id,
            role=post.role,
            title={"vi": "Phó Chủ tịch", "en": "Deputy chair"},
            signs_as="KT. CHỦ TỊCH",
            valid_from=post.valid_from,
        )
        call.db.add(other)
        call.db.flush()
        before, post.valid_to = post.valid_to, call.today
        ended, other_id = post.id, other.id
    try:
        leader = life.officer(signer.posts[0].unit_id, Role.LEADER)
        assert leader.person_id == signer.person_id
        assert {post.id for post in leader.posts} >= {other_id}
        with pytest.raises(NotAllowed) as told:
            tried(life, leader, sign, dossier_id)
        assert told.value.msgid == POST_ENDED
        tried(life, leader, ACTS[Act.SEND_BACK], dossier_id)
    finally:
        with life.services.transaction() as call:
            call.db.get_one(PostRow, ended).valid_to = before
            call.db.delete(call.db.get_one(PostRow, other_id))
