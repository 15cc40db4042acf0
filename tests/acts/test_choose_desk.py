"""choose_desk: received anywhere in the province, decided where competent."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from procedures.acts.choose_desk import DeskRefused, choose_desk, plan_of, received_at
from procedures.acts.completeness import Missing, outstanding
from procedures.acts.receive import receive
from procedures.acts.submit import _counted_by, submit
from procedures.acts.supplement import open_supplement
from procedures.catalogue.types import ClockCalendar, FiledAt
from procedures.errors import Hidden, NotFound, NotLawful
from procedures.lifecycle import State
from procedures.reads.desks import desks, receiving
from procedures.reads.file import brief
from procedures.records import Dossier, Draft, Leg, PlaceRow, PostRow, UnitRow
from procedures.records.organisations import organisations_of
from procedures.records.versions import version_of
from procedures.routing import Function
from tests.acts.doing import acting, ask
from tests.acts.found import legs_of, papers_of
from tests.acts.stages import Stages, answered
from tests.factories import CITIZEN, COMMUNE, Life

ELSEWHERE = "07213"
WITHOUT_OFFICERS = "07228"


def desk_at(life: Life, place: str, kind: str = "mot-cua") -> int:
    """The unit of the kind at the place."""
    with life.services.reading() as db:
        found = select(UnitRow.id).join(PlaceRow, PlaceRow.id == UnitRow.place_id)
        return db.scalars(found.where(UnitRow.kind == kind, PlaceRow.code == place)).one()


def choose(life: Life, draft_id: UUID, unit_id: int | None, username: str = CITIZEN) -> None:
    with acting(life, life.actor(username)) as call:
        choose_desk(call, draft_id, unit_id)


def filed_elsewhere(life: Life, procedure: str = "1.001193") -> UUID:
    draft_id = life.declared(procedure)
    choose(life, draft_id, desk_at(life, ELSEWHERE))
    with acting(life, life.actor(CITIZEN)) as call:
        return submit(call, draft_id, unsigned=True).dossier_id


def test_the_chosen_desk_receives_and_returns_and_the_competent_decide(stages: Stages) -> None:
    life = stages.life
    dossier_id = filed_elsewhere(life)
    chosen, competent = desk_at(life, ELSEWHERE), desk_at(life, COMMUNE, "ubnd")
    dossier = life.dossier(dossier_id)
    assert (dossier.desk_unit_id, dossier.holder_unit_id) == (chosen, chosen)
    assert [(leg.function, leg.unit_id) for leg in legs_of(life, dossier_id)] == [
        (Function.RECEPTION, chosen),
        (Function.HANDLING, competent),
        (Function.SIGNING, competent),
        (Function.RETURN, chosen),
    ]
    with life.services.reading() as db:
        assert dossier.code.startswith(db.get_one(UnitRow, chosen).code_2020)


def test_only_the_chosen_desk_may_receive_it_and_its_slip_names_who_decides(
    stages: Stages,
) -> None:
    life = stages.life
    dossier_id = filed_elsewhere(life)
    with pytest.raises(Hidden), acting(life, life.actor("motcua.tanmy")) as call:
        receive(call, dossier_id, 1)
    with acting(life, life.actor("motcua.tranphu")) as call:
        receive(call, dossier_id, 1)
    assert life.dossier(dossier_id).state is State.RECEIVED
    (slip,) = papers_of(life, dossier_id)
    assert slip.unit_id == desk_at(life, ELSEWHERE)
    assert slip.context["organisations"] == {
        "support": "",
        "competent": ["Ủy ban nhân dân phường Tân Mỹ"],
    }


def test_a_desk_that_signs_is_told_as_a_desk_and_not_twice(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RECEIVED)
    clerk = life.actor("motcua.tanmy")
    with acting(life, clerk) as call:
        dossier = call.db.get_one(Dossier, dossier_id)
        call.db.execute(
            update(Leg)
            .where(Leg.dossier_id == dossier_id, Leg.function == Function.SIGNING)
            .values(unit_id=dossier.desk_unit_id)
        )
        assert organisations_of(call.db, dossier).competent == ()
        assert brief(call.db, clerk, dossier_id).organisations.competent == ()


def test_filed_where_competent_there_is_nothing_more_to_tell(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.RECEIVED)
    with life.services.reading() as db:
        assert not organisations_of(db, life.dossier(dossier_id)).apart
    slip = papers_of(life, dossier_id)[0]
    assert slip.context["organisations"] == {"support": "", "competent": []}


def test_a_supplement_keeps_the_desk(stages: Stages) -> None:
    life = stages.life
    dossier_id = filed_elsewhere(life)
    with acting(life, life.actor("motcua.tranphu")) as call:
        ask(call, dossier_id, 1)
    answered(life, dossier_id)
    assert life.dossier(dossier_id).desk_unit_id == desk_at(life, ELSEWHERE)


def test_the_competent_desk_is_no_choice(stages: Stages) -> None:
    life = stages.life
    draft_id = life.draft()
    choose(life, draft_id, desk_at(life, ELSEWHERE))
    choose(life, draft_id, desk_at(life, COMMUNE))
    with life.services.reading() as db:
        assert db.get_one(Draft, draft_id).desk_unit_id is None
        at = receiving(db, draft_id, life_day(life))
    assert at is not None
    assert (at.chosen, at.may_choose) == (False, True)


def life_day(life: Life) -> date:
    with life.services.transaction() as call:
        return call.today


@pytest.mark.parametrize("kind", ["ubnd", "cong-an"])
def test_an_office_is_no_desk(stages: Stages, kind: str) -> None:
    life = stages.life
    with pytest.raises(DeskRefused, match="không còn là Bộ phận Một cửa"):
        choose(life, life.draft(), desk_at(life, ELSEWHERE, kind))


def test_a_desk_without_receivers_is_refused_by_name(stages: Stages) -> None:
    life = stages.life
    with pytest.raises(DeskRefused, match="chưa có cán bộ tiếp nhận") as refusal:
        choose(life, life.draft(), desk_at(life, WITHOUT_OFFICERS))
    assert "desk" in refusal.value.params


def test_nobody_else_chooses(stages: Stages) -> None:
    with pytest.raises(NotFound):
        choose(stages.life, stages.life.draft(), desk_at(stages.life, ELSEWHERE), "congdan2")


def test_a_desk_that_closed_meanwhile_is_told_before_handing_in(life: Life) -> None:
    draft_id = life.declared()
    desk = desk_at(life, ELSEWHERE)
    choose(life, draft_id, desk)
    with life.services.transaction() as call:
        call.db.get_one(UnitRow, desk).valid_to = call.today
    with acting(life, life.actor(CITIZEN)) as call:
        assert [gap.step for gap in outstanding(call, draft_id) if isinstance(gap, Missing)] == [
            "noi-tiep-nhan"
        ]


def test_a_desk_whose_receivers_left_is_told_too(life: Life) -> None:
    draft_id = life.declared()
    desk = desk_at(life, ELSEWHERE)
    choose(life, draft_id, desk)
    with life.services.transaction() as call:
        call.db.execute(delete(PostRow).where(PostRow.unit_id == desk))
    with acting(life, life.actor(CITIZEN)) as call:
        assert len(outstanding(call, draft_id)) == 1
        assert desks(call.db, "mot-cua", call.today, "trần phú") == ()


def test_a_procedure_may_forbid_it(stages: Stages) -> None:
    life = stages.life
    with acting(life, life.actor(CITIZEN)) as call:
        draft = call.db.get_one(Draft, life.draft())
        procedure = version_of(call.db, draft.procedure_version_id).procedure
        strict = replace(procedure, filed_at=FiledAt.COMPETENT)
        plan = plan_of(call, draft)
        assert received_at(call, strict, plan, desk_at(life, COMMUNE)) != ()
        with pytest.raises(DeskRefused, match="chỉ được nộp tại nơi có thẩm quyền"):
            received_at(call, strict, plan, desk_at(life, ELSEWHERE))


def test_a_filed_dossier_keeps_its_desk(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.AWAITING_SUPPLEMENT)
    with acting(life, life.actor(CITIZEN)) as call:
        draft = open_supplement(call, dossier_id)
        with pytest.raises(NotLawful, match="không đổi được"):
            choose_desk(call, draft.id, desk_at(life, ELSEWHERE))


def test_whose_calendar_counts_is_the_procedures_word(stages: Stages) -> None:
    life = stages.life
    with acting(life, life.actor(CITIZEN)) as call:
        draft = call.db.get_one(Draft, life.draft())
        procedure = version_of(call.db, draft.procedure_version_id).procedure
        plan = received_at(call, procedure, plan_of(call, draft), desk_at(life, ELSEWHERE))
        assert _counted_by(call, procedure, plan).id == desk_at(life, ELSEWHERE)
        other = replace(procedure, clock_calendar=ClockCalendar.COMPETENT)
        assert _counted_by(call, other, plan).id == desk_at(life, COMMUNE, "ubnd")


def test_desks_are_found_by_name_without_marks(stages: Stages) -> None:
    life = stages.life
    with life.services.reading() as db:
        found = desks(db, "mot-cua", life_day(life), "tran phu")
        assert [choice.id for choice in found] == [desk_at(life, ELSEWHERE)]
        assert len(desks(db, "mot-cua", life_day(life), "")) > 1
