"""One linked filing over three tiers and four units, with all that can come in between.

A hand-over is refused and offered again, a province's department is asked beside, the applicant
completes once, the promise is moved with an apology; three agencies issue; the control slip tells
every line of the ledger.
"""

import itertools
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts.ask_opinion import ask_opinion
from procedures.acts.decline import decline
from procedures.acts.give_opinion import give_opinion
from procedures.acts.hand_over import Target, hand_over
from procedures.lifecycle import Act, State
from procedures.people import Role
from procedures.reads.control_slip import ControlSlip, control_slip
from procedures.records import Dossier, Opinion, SupplementRequest
from procedures.records.counting import count
from procedures.records.opinion import Stance
from procedures.records.paper import PaperState
from procedures.routing import Function
from procedures.tags import TITLES, Tag
from tests.acts.doing import ACTS, acting, ask, done
from tests.acts.found import ledger_of, legs_of, offers_of, papers_of
from tests.acts.stages import Stages, answered
from tests.factories import Life

LINKED = "2.000986"


@pytest.fixture(scope="module")
def walked(town: Life) -> tuple[Life, UUID]:
    """The whole life, from the desk to the returned results."""
    life = town
    dossier_id = life.received(LINKED)
    stages = Stages(life)
    _refused_and_offered_again(stages, dossier_id)
    _asked_beside(life, dossier_id)
    done(life, stages.person(Role.HANDLER, dossier_id), ask, dossier_id)
    answered(life, dossier_id)
    done(life, stages.person(Role.AUTHORITY, dossier_id), ACTS[Act.EXTEND], dossier_id)
    while life.dossier(dossier_id).state is State.IN_PROGRESS:
        life.propose(dossier_id)
        life.work()
        life.decide(dossier_id)
    life.work()
    return life, dossier_id


def _refused_and_offered_again(stages: Stages, dossier_id: UUID) -> None:
    life = stages.life
    desk = stages.person(Role.RECEIVER, dossier_id)
    police = Target(life.actor("congan.tanmy").posts[0].unit_id)
    done(life, desk, partial(hand_over, target=police), dossier_id)
    taker = stages.person(Role.TAKER, dossier_id)
    done(life, taker, partial(decline, grounds="Chưa đăng ký khai sinh"), dossier_id)
    life.hand_on(dossier_id)


def _asked_beside(life: Life, dossier_id: UUID) -> None:
    handler = life.officer(life.dossier(dossier_id).holder_unit_id or 0, Role.HANDLER)
    department = life.actor("tuphap.tinh")
    unit_id = department.posts[0].unit_id
    asking = partial(ask_opinion, unit_id=unit_id, question="Tên đệm có đúng quy định không?")
    done(life, handler, asking, dossier_id)
    done(life, department, partial(give_opinion, stance=Stance.AGREED), dossier_id)


def _slip(life: Life, dossier_id: UUID) -> ControlSlip:
    desk = life.officer(life.dossier(dossier_id).desk_unit_id, Role.RECEIVER)
    with acting(life, desk) as call:
        return control_slip(call.db, desk, dossier_id, call.now)


def test_it_ends_with_every_agencys_result(walked: tuple[Life, UUID]) -> None:
    life, dossier_id = walked
    assert life.dossier(dossier_id).state is State.RETURNED
    results = papers_of(life, dossier_id, results=True)
    assert len(results) == 3
    assert {paper.state for paper in results} == {PaperState.ISSUED}
    assert len({paper.unit_id for paper in results}) == 3


def test_it_went_through_four_units_of_three_tiers(walked: tuple[Life, UUID]) -> None:
    life, dossier_id = walked
    legs = [leg for leg in legs_of(life, dossier_id) if leg.has_begun]
    assert len({leg.unit_id for leg in legs if not leg.beside}) == 4
    sides = [leg for leg in legs if leg.beside]
    assert [leg.function for leg in sides] == [Function.OPINION]
    assert all(leg.closed_at for leg in legs)


def test_custody_was_with_one_unit_at_any_minute(walked: tuple[Life, UUID]) -> None:
    life, dossier_id = walked
    way = [leg for leg in legs_of(life, dossier_id) if leg.has_begun and not leg.beside]
    for before, after in itertools.pairwise(way):
        assert before.closed_at == after.opened_at
    taken = [leg for leg in way if leg.function is Function.HANDLING]
    assert all(leg.handed_by and leg.taken_by and leg.taken_at == leg.opened_at for leg in taken)


def test_every_offer_was_answered_by_somebody(walked: tuple[Life, UUID]) -> None:
    life, dossier_id = walked
    offers = offers_of(life, dossier_id)
    assert [offer.outcome for offer in offers] == ["declined", "taken", "taken", "taken"]
    assert all(offer.answered_by and offer.answered_at for offer in offers)


def test_what_was_asked_was_answered_once(walked: tuple[Life, UUID]) -> None:
    life, dossier_id = walked
    with life.services.reading() as db:
        opinions = db.scalars(select(Opinion).where(Opinion.dossier_id == dossier_id)).all()
        asked = select(SupplementRequest).where(SupplementRequest.dossier_id == dossier_id)
        requests = db.scalars(asked).all()
    assert [opinion.stance for opinion in opinions] == [Stance.AGREED]
    assert [request.answered_at is not None for request in requests] == [True]


def test_the_promise_can_be_counted_again_from_its_events(walked: tuple[Life, UUID]) -> None:
    life, dossier_id = walked
    with life.services.reading() as db:
        dossier = db.get_one(Dossier, dossier_id)
        again = count(db, dossier)
    assert again.at == dossier.due_at
    assert [step.to_json() for step in again.trace] == dossier.due_trace


def test_the_control_slip_is_the_ledger_line_by_line(walked: tuple[Life, UUID]) -> None:
    life, dossier_id = walked
    slip = _slip(life, dossier_id)
    lines = sorted((line.seq, line.at, line.title) for row in slip.rows for line in row.lines)
    ledger = ledger_of(life, dossier_id)
    assert lines == [(entry.seq, entry.at, TITLES[Tag(entry.tag)]) for entry in ledger]
    assert {Tag.DECLINE, Tag.EXTEND, Tag.GIVE_OPINION, Tag.SUPPLEMENT, Tag.DECIDE_PART} <= {
        Tag(entry.tag) for entry in ledger
    }
