"""supplement: a new version beside the old one, and the due date that anyone can recount."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts.completeness import Missing
from procedures.acts.declare import prepare
from procedures.acts.drafts import choose_return
from procedures.acts.submit import submit
from procedures.acts.supplement import OTHER_OFFICE, open_supplement, supplement
from procedures.clock import ClockPolicy, Pause, due
from procedures.errors import Incomplete, NotFound, NotLawful
from procedures.holidays import seed_calendar
from procedures.lifecycle import Act, State
from procedures.people import Role
from procedures.records import AnswersVersion, Attachment, CalendarVersion, Draft, PauseRow
from procedures.records.counting import limit_of
from procedures.records.versions import version_of
from tests.acts.doing import ACTS, acting, ask, done
from tests.acts.found import ledger_of, promised
from tests.acts.stages import Stages, answered, prepared_answer
from tests.answers import address
from tests.factories import CITIZEN, Life


@pytest.mark.parametrize(
    ("procedure", "policy"),
    [("1.004873", ClockPolicy.PAUSE), ("1.001612", ClockPolicy.RESTART)],
)
def test_the_clock_runs_on_by_the_procedures_policy(
    stages: Stages, procedure: str, policy: ClockPolicy
) -> None:
    life, dossier_id = stages.life, stages.fresh(State.IN_PROGRESS, procedure)
    received = life.dossier(dossier_id).received_at
    assert received is not None
    asked, back = received + timedelta(hours=26), received + timedelta(days=9)
    with acting(life, stages.person(Role.HANDLER, dossier_id), asked) as call:
        ask(call, dossier_id, life.dossier(dossier_id).version)
    answered(life, dossier_id, back)
    dossier = life.dossier(dossier_id)
    with life.services.reading() as db:
        code = db.get_one(CalendarVersion, dossier.calendar_version_id).code
    pause = Pause(asked, back, Act.ASK_SUPPLEMENT.value)
    by_hand = due(received, limit_of(dossier), seed_calendar(code), (pause,), policy)
    assert dossier.clock_policy is policy
    assert dossier.due_at == by_hand.at
    assert dossier.due_trace == [part.to_json() for part in by_hand.trace]


def test_the_answer_is_a_second_version_and_the_first_stays(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.AWAITING_SUPPLEMENT)
    answered(life, dossier_id)
    dossier = life.dossier(dossier_id)
    assert dossier.state is State.IN_PROGRESS
    with life.services.reading() as db:
        versions = select(AnswersVersion.version).where(AnswersVersion.dossier_id == dossier_id)
        files = select(Attachment.answers_version).where(Attachment.dossier_id == dossier_id)
        pauses = select(PauseRow).where(PauseRow.dossier_id == dossier_id)
        assert sorted(db.scalars(versions)) == [1, 2]
        assert 2 in set(db.scalars(files))
        assert db.scalars(pauses).one().ended_at is not None
    assert ledger_of(life, dossier_id)[-1].detail["answers_version"] == 2


def test_before_reception_the_answer_goes_back_to_the_desk(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.INCOMPLETE)
    answered(life, dossier_id)
    dossier = life.dossier(dossier_id)
    assert (dossier.state, dossier.received_at) == (State.SUBMITTED, None)
    assert promised(life, dossier_id)[-1] == "completed"


def _rewrite(life: Life, dossier_id: UUID, **answers: object) -> UUID:
    """An answer in which some fields say something else than before."""
    draft_id = prepared_answer(life, dossier_id)
    with life.services.transaction() as call:
        draft = call.db.get_one(Draft, draft_id)
        draft.answers = {**draft.answers, **answers}
    with acting(life, life.actor(CITIZEN)) as call:
        prepare(call, draft_id)
    life.work()
    return draft_id


def test_officers_lists_name_whom_the_corrected_answers_are_about(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.AWAITING_SUPPLEMENT)
    draft_id = _rewrite(life, dossier_id, ho_ten="NGUYỄN THỊ BÌNH")
    with acting(life, life.actor(CITIZEN)) as call:
        supplement(call, draft_id, unsigned=True)
    assert life.dossier(dossier_id).subject == "NGUYỄN THỊ BÌNH"


def test_an_answer_does_not_move_the_dossier_to_other_offices(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.AWAITING_SUPPLEMENT)
    draft_id = _rewrite(life, dossier_id, noi_cu_tru=address("07213"))
    with pytest.raises(Incomplete) as told, acting(life, life.actor(CITIZEN)) as call:
        supplement(call, draft_id, unsigned=True)
    (gap,) = told.value.faults
    assert isinstance(gap, Missing)
    assert gap.msgid == OTHER_OFFICE
    with life.services.reading() as db:
        page = version_of(db, life.dossier(dossier_id).procedure_version_id).schema
    assert gap.step in {one.code for one in page.pages}


def test_another_place_of_the_same_offices_is_a_correction(stages: Stages) -> None:
    """A department of the province serves every commune."""
    life = stages.life
    dossier_id = stages.fresh(State.AWAITING_SUPPLEMENT, "3.000333")
    draft_id = _rewrite(life, dossier_id, noi_thuong_tru=address("07213"))
    life.sign(draft_id, life.actor(CITIZEN))
    before = life.dossier(dossier_id)
    with acting(life, life.actor(CITIZEN)) as call:
        supplement(call, draft_id, unsigned=True)
    after = life.dossier(dossier_id)
    assert after.place_id != before.place_id
    assert after.desk_unit_id == before.desk_unit_id


def test_the_answer_is_begun_once_and_handed_in_once(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.AWAITING_SUPPLEMENT)
    applicant = life.actor(CITIZEN)
    with acting(life, applicant) as call:
        assert open_supplement(call, dossier_id).id == open_supplement(call, dossier_id).id
    draft_id = answered(life, dossier_id)
    with pytest.raises(NotFound), acting(life, applicant) as call:
        supplement(call, draft_id, unsigned=True)


def test_the_answer_is_no_second_dossier(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.AWAITING_SUPPLEMENT)
    with acting(life, life.actor(CITIZEN)) as call:
        draft_id = open_supplement(call, dossier_id).id
    with pytest.raises(NotLawful), acting(life, life.actor(CITIZEN)) as call:
        submit(call, draft_id, unsigned=True)


def test_a_plain_draft_answers_nothing(stages: Stages) -> None:
    draft_id = stages.life.draft()
    with pytest.raises(NotLawful), acting(stages.life, stages.life.actor(CITIZEN)) as call:
        supplement(call, draft_id, unsigned=True)


def test_an_answer_comes_too_late_once_the_office_has_stopped(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.AWAITING_SUPPLEMENT)
    applicant = life.actor(CITIZEN)
    draft_id = prepared_answer(life, dossier_id)
    done(life, stages.person(Role.HANDLER, dossier_id), ACTS[Act.STOP], dossier_id)
    with pytest.raises(NotLawful), acting(life, applicant) as call:
        open_supplement(call, dossier_id)
    with pytest.raises(NotLawful), acting(life, applicant) as call:
        supplement(call, draft_id, unsigned=True)


def test_another_way_to_have_the_result_goes_with_the_answer(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.AWAITING_SUPPLEMENT)
    assert life.dossier(dossier_id).return_method == "online"
    draft_id = prepared_answer(life, dossier_id)
    with acting(life, life.actor(CITIZEN)) as call:
        choose_return(call, draft_id, "post")
    with acting(life, life.actor(CITIZEN)) as call:
        supplement(call, draft_id, unsigned=True)
    assert life.dossier(dossier_id).return_method == "post"
