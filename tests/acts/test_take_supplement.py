"""open_at_desk, take_supplement: what was asked for comes on paper, and the desk takes it in."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.completeness import DECLARATION_SCAN
from procedures.acts.supplement import open_supplement, supplement
from procedures.acts.take_supplement import open_at_desk, take_supplement
from procedures.errors import Hidden, Incomplete, NotAllowed, NotFound, NotLawful, Stale
from procedures.lifecycle import State
from procedures.reads.intake import begun_online, desk_drafts
from procedures.reads.mine import mine
from procedures.records import Attachment, Dossier, Draft, PauseRow
from procedures.tags import Tag
from tests.acts.doing import acting
from tests.acts.found import ledger_of, promised
from tests.acts.intake import (
    CLERK,
    COLLEAGUE,
    brought,
    desk_of,
    signed_and_compared,
    supplemented,
)
from tests.acts.rivals import at_once
from tests.acts.stages import Stages, prepared_answer
from tests.factories import CITIZEN, Life


def test_the_clock_runs_on_and_the_ledger_says_who_typed_it_for_whom(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.AWAITING_SUPPLEMENT)
    supplemented(life, dossier_id)
    dossier, last = life.dossier(dossier_id), ledger_of(life, dossier_id)[-1]
    assert dossier.state is State.IN_PROGRESS
    assert dossier.applicant_id == life.actor(CITIZEN).person_id
    assert (last.actor_id, last.unit_id) == (life.actor(CLERK).person_id, dossier.desk_unit_id)
    assert last.detail["on_behalf_of"] == str(dossier.applicant_id)
    assert last.detail["channel"] == "truc-tiep"
    with life.services.reading() as db:
        pause = db.scalars(select(PauseRow).where(PauseRow.dossier_id == dossier_id)).one()
    assert pause.ended_at is not None
    assert promised(life, dossier_id).count("supplemented") == 1


def test_before_reception_it_goes_back_to_be_received(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.INCOMPLETE)
    supplemented(life, dossier_id)
    dossier = life.dossier(dossier_id)
    assert (dossier.state, dossier.received_at) == (State.SUBMITTED, None)


def _helped_by_colleague(stages: Stages) -> UUID:
    """A dossier that waits for a supplement and that another desk had helped to file."""
    dossier_id = stages.fresh(State.AWAITING_SUPPLEMENT)
    with acting(stages.life, stages.life.actor(CLERK)) as call:
        call.db.get_one(Dossier, dossier_id).support_unit_id = desk_of(stages.life, COLLEAGUE)
    return dossier_id


@pytest.mark.parametrize(
    ("clerk", "place"), [(CLERK, "phường Tân Mỹ"), (COLLEAGUE, "phường Trần Phú")]
)
def test_the_desk_that_helped_takes_it_too_and_each_seals_what_it_scanned(
    stages: Stages, clerk: str, place: str
) -> None:
    life, dossier_id = stages.life, _helped_by_colleague(stages)
    supplemented(life, dossier_id, clerk=clerk)
    life.work()
    assert ledger_of(life, dossier_id)[-1].unit_id == desk_of(life, clerk)
    with life.services.reading() as db:
        files = db.scalars(select(Attachment).where(Attachment.dossier_id == dossier_id)).all()
    new = [file for file in files if file.answers_version == 2]
    assert DECLARATION_SCAN in {file.component for file in new}
    assert {file.checked_by for file in new} == {life.actor(clerk).person_id}
    copies = [life.services.blobs.get(file.sealed_sha256 or "") for file in new]
    assert all(f"{place}|".encode() in copy for copy in copies)
    assert not any(file.sealed_sha256 for file in files if file.answers_version == 1)


def test_nothing_is_taken_before_it_is_compared_and_signed(stages: Stages) -> None:
    life = stages.life
    draft_id = brought(life, stages.fresh(State.AWAITING_SUPPLEMENT))
    with pytest.raises(Incomplete) as refusal, acting(life, life.actor(CLERK)) as call:
        take_supplement(call, draft_id)
    assert {gap.step for gap in refusal.value.faults} == {"tep"}  # type: ignore[attr-defined]
    with pytest.raises(NotLawful), acting(life, life.actor(CLERK)) as call:
        supplement(call, draft_id, unsigned=True)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        (CITIZEN, NotAllowed),
        (COLLEAGUE, Hidden),
        ("quantri", Hidden),
        ("tuphap.tanmy", NotAllowed),
    ],
)
def test_only_the_desk_that_received_it_opens_it(
    stages: Stages, who: str, refusal: type[Exception]
) -> None:
    life, dossier_id = stages.life, stages.at(State.AWAITING_SUPPLEMENT)
    seen = life.dossier(dossier_id).version
    with pytest.raises(refusal), acting(life, life.actor(who)) as call:
        open_at_desk(call, dossier_id, seen, "truc-tiep")


def _opened(dossier_id: UUID, seen: int, channel: str = "truc-tiep") -> Callable[[Call], object]:
    return lambda call: open_at_desk(call, dossier_id, seen, channel)


def test_it_is_opened_once_where_something_was_asked_and_from_a_fresh_page(stages: Stages) -> None:
    life, clerk = stages.life, stages.life.actor(CLERK)
    dossier_id = stages.fresh(State.AWAITING_SUPPLEMENT)
    seen = life.dossier(dossier_id).version
    with acting(life, clerk) as call:
        first = open_at_desk(call, dossier_id, seen, "truc-tiep").id
        again = open_at_desk(call, dossier_id, seen, "buu-chinh")
        assert (again.id, again.channel) == (first, "buu-chinh")
    nowhere = stages.at(State.IN_PROGRESS)
    for refusal, opening in (
        (Incomplete, _opened(dossier_id, seen, "truc-tuyen")),
        (Stale, _opened(dossier_id, seen - 1)),
        (NotLawful, _opened(nowhere, life.dossier(nowhere).version)),
    ):
        with pytest.raises(refusal), acting(life, clerk) as call:
            opening(call)


def _drafts(life: Life, dossier_id: UUID) -> int:
    with life.services.reading() as db:
        return len(db.scalars(select(Draft.id).where(Draft.dossier_id == dossier_id)).all())


def test_whichever_answer_comes_first_ends_the_other(stages: Stages) -> None:
    life, clerk = stages.life, stages.life.actor(CLERK)
    at_desk, online = (stages.fresh(State.AWAITING_SUPPLEMENT) for _ in range(2))
    with acting(life, life.actor(CITIZEN)) as call:
        theirs = open_supplement(call, at_desk).id
    with life.services.reading() as db:
        assert begun_online(db, at_desk)
        assert begun_online(db, online) is None
    supplemented(life, at_desk)
    assert _drafts(life, at_desk) == 0
    with pytest.raises(NotFound), acting(life, life.actor(CITIZEN)) as call:
        supplement(call, theirs, unsigned=True)
    ours = brought(life, online)
    draft_id = prepared_answer(life, online)
    with acting(life, life.actor(CITIZEN)) as call:
        supplement(call, draft_id, unsigned=True)
    with pytest.raises(NotFound), acting(life, clerk) as call:
        take_supplement(call, ours)
    assert _drafts(life, online) == 0


def test_both_at_the_same_moment_answer_it_once(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.AWAITING_SUPPLEMENT)
    ours, theirs = brought(life, dossier_id), prepared_answer(life, dossier_id)
    signed_and_compared(life, ours)
    clerk, citizen = life.actor(CLERK), life.actor(CITIZEN)

    def doing(call: Call, _dossier_id: UUID, _seen: int) -> None:
        if call.actor == clerk:
            take_supplement(call, ours)
        else:
            supplement(call, theirs, unsigned=True)

    (refusal,) = at_once(life, [clerk, citizen], doing, dossier_id)
    assert isinstance(refusal, NotFound)
    assert [row.tag for row in ledger_of(life, dossier_id)].count(Tag.SUPPLEMENT) == 1
    assert _drafts(life, dossier_id) == 0


def test_what_the_desk_types_is_in_its_list_and_not_in_the_applicants(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.AWAITING_SUPPLEMENT)
    draft_id = brought(life, dossier_id)
    citizen = life.actor(CITIZEN).person_id
    assert citizen is not None
    with life.services.reading() as db:
        listed = {draft.id: draft for draft in desk_drafts(db, life.actor(CLERK))}
        assert listed[draft_id].supplements == life.dossier(dossier_id).code
        assert draft_id not in {draft.id for draft in mine(db, citizen, date(2026, 1, 1)).drafts}
        assert db.get_one(Draft, draft_id).desk_unit_id == desk_of(life)
