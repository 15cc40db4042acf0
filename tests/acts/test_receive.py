"""receive: the clock starts, a slip promises the date, and only one of two officers wins."""

import pytest

from procedures.acts.receive import receive
from procedures.clock import TermUnit, TimeLimit, due
from procedures.errors import Stale
from procedures.holidays import seed_calendar
from procedures.lifecycle import State
from procedures.people import Role
from procedures.records import UnitRow
from procedures.tags import TITLES, Tag
from tests.acts.doing import done, tried
from tests.acts.found import ledger_of, papers_of, promised
from tests.acts.rivals import at_once
from tests.acts.stages import Stages


def test_the_clock_starts_and_a_slip_promises_the_date(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.SUBMITTED)
    officer = stages.person(Role.RECEIVER, dossier_id)
    dossier = done(life, officer, receive, dossier_id)
    with life.services.reading() as db:
        desk = db.get_one(UnitRow, dossier.desk_unit_id)
    assert dossier.state is State.RECEIVED
    assert dossier.holder_unit_id == desk.id
    assert dossier.received_at is not None
    term = TimeLimit(3, TermUnit.WORKING_DAY)
    assert dossier.due_at == due(dossier.received_at, term, seed_calendar(desk.calendar_code)).at
    (slip,) = papers_of(life, dossier_id)
    assert (slip.kind, slip.unit_id, slip.is_result) == ("giay-tiep-nhan", desk.id, False)
    assert slip.context["receiver"] == {"name": officer.name}
    assert slip.context["lookup_key"] == dossier.lookup_key
    assert promised(life, dossier_id)[-2:] == ["received", "RenderPaper"]


def test_the_ledger_says_who_received_it_for_which_unit(stages: Stages) -> None:
    dossier_id = stages.at(State.RECEIVED)
    entry = ledger_of(stages.life, dossier_id)[1]
    assert entry.tag == Tag.RECEIVE
    assert (entry.from_state, entry.to_state) == ("submitted", "received")
    assert entry.unit_id == stages.life.dossier(dossier_id).desk_unit_id
    assert entry.actor_id == stages.person(Role.RECEIVER, dossier_id).person_id


def test_a_slip_that_was_sealed_since_is_nobodys_act(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.RECEIVED)
    officer = stages.person(Role.RECEIVER, dossier_id)
    life.work()
    assert ledger_of(life, dossier_id)[-1].tag == Tag.PAPER_ISSUED
    with pytest.raises(Stale) as told:
        tried(life, officer, receive, dossier_id, behind=1)
    assert told.value.params["who"] == officer.name
    assert str(told.value.params["what"]) == TITLES[Tag.RECEIVE]


def test_of_two_officers_one_receives_it(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.SUBMITTED)
    officer = stages.person(Role.RECEIVER, dossier_id)
    (refusal,) = at_once(life, (officer, officer), receive, dossier_id)
    assert isinstance(refusal, Stale)
    assert refusal.params["who"] == officer.name
    assert str(refusal.params["what"]) == TITLES[Tag.RECEIVE]
    assert len(papers_of(life, dossier_id)) == 1
    assert len(ledger_of(life, dossier_id)) == 2
    assert promised(life, dossier_id).count("received") == 1
