"""The control slip equals the ledger line by line, whatever life the dossier had."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest

from procedures.clock import VIETNAM, Outcome, outcome
from procedures.errors import Hidden, NotFound
from procedures.lifecycle import Act, State
from procedures.people import Actor, Role
from procedures.reads.control_slip import ControlRow, ControlSlip, control_slip
from procedures.records import UnitRow
from procedures.tags import TITLES, Tag
from tests.acts.doing import ACTS, done
from tests.acts.found import ledger_of, legs_of
from tests.acts.stages import Stages, answered, offered
from tests.factories import CITIZEN, Life

NOW = datetime(2030, 1, 2, 9, tzinfo=VIETNAM)


def _slip(life: Life, actor: Actor, dossier_id: UUID) -> ControlSlip:
    with life.services.reading() as db:
        return control_slip(db, actor, dossier_id, NOW)


def _by_the_desk(stages: Stages, dossier_id: UUID) -> ControlSlip:
    return _slip(stages.life, stages.person(Role.RECEIVER, dossier_id), dossier_id)


def _lines(rows: tuple[ControlRow, ...]) -> Iterator[tuple[int, datetime, str]]:
    return ((line.seq, line.at, line.title) for row in rows for line in row.lines)


@pytest.mark.parametrize("state", State)
def test_every_line_of_the_ledger_stands_in_one_row_at_its_minute(
    stages: Stages, state: State
) -> None:
    dossier_id = stages.at(state)
    slip = _by_the_desk(stages, dossier_id)
    ledger = [(e.seq, e.at, TITLES[Tag(e.tag)]) for e in ledger_of(stages.life, dossier_id)]
    assert sorted(_lines(slip.rows)) == ledger


def test_every_passing_on_has_its_row_with_giver_and_taker(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.ISSUED)
    slip = _by_the_desk(stages, dossier_id)
    begun = [leg for leg in legs_of(life, dossier_id) if leg.opened_at]
    assert [row.leg_id for row in slip.rows] == [leg.id for leg in begun]
    assert slip.rows[0].giver_unit is None
    for before, after in zip(slip.rows, slip.rows[1:], strict=False):
        assert after.giver_unit == before.taker_unit
        assert before.closed_at is not None
        assert after.given_at <= before.closed_at
    assert all(row.giver and row.taker for row in slip.rows[1:-1])
    clerk = stages.person(Role.RECEIVER, dossier_id)
    received = next(entry for entry in ledger_of(life, dossier_id) if entry.tag == Tag.RECEIVE)
    assert (slip.rows[0].taker, slip.rows[0].taken_at) == (clerk.name, received.at)


def test_what_one_unit_did_stands_in_its_own_row(stages: Stages) -> None:
    slip = _by_the_desk(stages, stages.at(State.ISSUED))
    at = {line.title: row.function for row in slip.rows for line in row.lines}
    assert at[TITLES[Tag.RECEIVE]] == "reception"
    assert at[TITLES[Tag.PROPOSE]] == "handling"
    assert at[TITLES[Tag.DECIDE]] == "signing"


def test_each_row_is_measured_by_its_own_due_moment(stages: Stages) -> None:
    slip = _by_the_desk(stages, stages.at(State.ISSUED))
    for row in slip.rows:
        if row.closed_at and row.due_at:
            assert row.outcome is outcome(row.closed_at, row.due_at)
        else:
            assert row.outcome is None
    assert slip.outcome is Outcome.EARLY
    assert slip.rows[-1].closed_at is None


def test_a_supplement_and_a_proposal_sent_back_leave_no_gap(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.AWAITING_SUPPLEMENT)
    answered(life, dossier_id)
    done(life, stages.person(Role.HANDLER, dossier_id), ACTS[Act.PROPOSE], dossier_id)
    life.work()
    done(life, stages.person(Role.LEADER, dossier_id), ACTS[Act.SEND_BACK], dossier_id)
    slip = _by_the_desk(stages, dossier_id)
    ledger = ledger_of(life, dossier_id)
    assert sorted(_lines(slip.rows)) == [(e.seq, e.at, TITLES[Tag(e.tag)]) for e in ledger]
    said = {line.note for row in slip.rows for line in row.lines if line.note}
    assert "Không đọc được số" in said


def test_the_head_names_who_handled_it(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.ISSUED)
    slip = _by_the_desk(stages, dossier_id)
    with life.services.reading() as db:
        desk = db.get_one(UnitRow, life.dossier(dossier_id).desk_unit_id)
    assert slip.handling
    assert desk.name not in slip.handling
    assert slip.cooperating == ()
    assert slip.form.slip.number == "06"


def test_only_those_through_whose_unit_it_went_may_read_it(stages: Stages) -> None:
    dossier_id = stages.at(State.RECEIVED)
    for stranger in (stages.life.actor(CITIZEN), stages.life.actor("quantri")):
        with pytest.raises(Hidden):
            _slip(stages.life, stranger, dossier_id)
    with pytest.raises(NotFound):
        _slip(stages.life, stages.person(Role.RECEIVER, dossier_id), UUID(int=3))


def test_offers_refusals_and_opinions_each_have_their_line(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RECEIVED)
    offered(life, dossier_id)
    done(life, stages.person(Role.TAKER, dossier_id), ACTS[Act.DECLINE], dossier_id)
    offered(life, dossier_id)
    done(life, stages.person(Role.TAKER, dossier_id), ACTS[Act.TAKE], dossier_id)
    done(life, stages.person(Role.HANDLER, dossier_id), ACTS[Act.ASK_OPINION], dossier_id)
    done(life, stages.person(Role.CONSULTED, dossier_id), ACTS[Act.GIVE_OPINION], dossier_id)
    slip = _by_the_desk(stages, dossier_id)
    ledger = ledger_of(life, dossier_id)
    assert sorted(_lines(slip.rows)) == [(e.seq, e.at, TITLES[Tag(e.tag)]) for e in ledger]
    notes = [line.note for row in slip.rows for line in row.lines]
    assert "Không thuộc địa bàn" in notes
    at = {Tag(entry.tag): entry for entry in ledger}
    handled = next(row for row in slip.rows if row.function == "handling")
    assert (handled.given_at, handled.taken_at) == (at[Tag.HAND_OVER].at, at[Tag.TAKE].at)
    (asked,) = (row for row in slip.rows if row.beside)
    assert asked.taker_unit in slip.cooperating
    titles = [line.title for line in asked.lines]
    assert titles == [TITLES[Tag.ASK_OPINION], TITLES[Tag.GIVE_OPINION]]
    assert asked.closed_at == at[Tag.GIVE_OPINION].at
