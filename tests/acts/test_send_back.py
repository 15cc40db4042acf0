"""send_back: the numbers stay for the next proposal; what is proposed otherwise voids them."""

from datetime import datetime, timedelta

import pytest

from procedures.acts.papers import OTHER_OUTCOME, OTHER_YEAR
from procedures.acts.send_back import send_back
from procedures.errors import Incomplete
from procedures.lifecycle import Act, State
from procedures.people import Role
from procedures.records.paper import PaperNumber, PaperState
from procedures.routing import Function
from procedures.tags import Tag
from tests.acts.doing import ACTS, deny, done, put_forward, sign, tried
from tests.acts.found import fields_of, ledger_of, legs_of, papers_of
from tests.acts.stages import Stages


def test_it_goes_back_to_the_one_who_proposed(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.PROPOSED)
    proposals = (row for row in ledger_of(life, dossier_id) if row.tag == Tag.PROPOSE)
    proposer = next(proposals).actor_id
    dossier = done(life, stages.person(Role.LEADER, dossier_id), ACTS[Act.SEND_BACK], dossier_id)
    assert dossier.state is State.IN_PROGRESS
    assert dossier.holder_officer_id == proposer
    functions = [leg.function for leg in legs_of(life, dossier_id)]
    assert functions[1:] == [
        Function.HANDLING,
        Function.SIGNING,
        Function.HANDLING,
        Function.SIGNING,
        Function.RETURN,
    ]
    assert next(leg for leg in legs_of(life, dossier_id) if not leg.closed_at).note == "Sai họ đệm"


def test_the_next_proposal_has_the_same_number_and_is_printed_anew(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.PROPOSED)
    (before,) = papers_of(life, dossier_id, results=True)
    done(life, stages.person(Role.LEADER, dossier_id), ACTS[Act.SEND_BACK], dossier_id)
    done(life, stages.person(Role.HANDLER, dossier_id), put_forward, dossier_id)
    (after,) = papers_of(life, dossier_id, results=True)
    assert (after.id, after.number, after.verify_code) == (
        before.id,
        before.number,
        before.verify_code,
    )
    assert (after.state, after.printed_sha256) == (PaperState.RESERVED, None)
    assert after.decision_id != before.decision_id


def test_another_outcome_voids_the_paper_and_says_why(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.PROPOSED)
    done(life, stages.person(Role.LEADER, dossier_id), ACTS[Act.SEND_BACK], dossier_id)
    done(life, stages.person(Role.HANDLER, dossier_id), deny, dossier_id)
    life.work()
    granted, denied = papers_of(life, dossier_id, results=True)
    assert (granted.state, granted.void_reason) == (PaperState.VOID, OTHER_OUTCOME)
    assert denied.state is PaperState.PRINTED
    done(life, stages.person(Role.LEADER, dossier_id), sign, dossier_id)
    life.work()
    assert life.dossier(dossier_id).state is State.RETURNED


def test_in_a_new_year_the_paper_has_a_new_number_and_the_dossier_still_ends(
    stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    life, dossier_id = stages.life, stages.fresh(State.PROPOSED)
    (before,) = papers_of(life, dossier_id, results=True)
    later = _in_january(before.created_at)
    life.work()
    with life.services.reading() as db:
        series = db.get(PaperNumber, (before.unit_id, before.symbol, later.year))
    monkeypatch.setattr("portal.wiring.utc_now", lambda: later)
    done(life, stages.person(Role.LEADER, dossier_id), ACTS[Act.SEND_BACK], dossier_id)
    done(life, stages.person(Role.HANDLER, dossier_id), put_forward, dossier_id)
    life.work()
    old, new = papers_of(life, dossier_id, results=True)
    assert (old.id, old.state, old.void_reason) == (before.id, PaperState.VOID, OTHER_YEAR)
    assert (new.year, new.number) == (before.year + 1, (series.last if series else 0) + 1)
    done(life, stages.person(Role.LEADER, dossier_id), sign, dossier_id)
    life.work()
    assert life.dossier(dossier_id).state is State.RETURNED


def _in_january(at: datetime) -> datetime:
    return at.replace(year=at.year + 1, month=1, day=5) + timedelta(seconds=1)


def test_a_leader_may_be_hard_to_please(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.PROPOSED)
    for _ in range(8):
        done(life, stages.person(Role.LEADER, dossier_id), ACTS[Act.SEND_BACK], dossier_id)
        done(life, stages.person(Role.HANDLER, dossier_id), put_forward, dossier_id)
    assert len(papers_of(life, dossier_id, results=True)) == 1
    assert len(legs_of(life, dossier_id)) == 4 + 2 * 8


def test_without_a_note_the_field_is_named(stages: Stages) -> None:
    dossier_id = stages.at(State.PROPOSED)
    with pytest.raises(Incomplete) as told:
        tried(
            stages.life,
            stages.person(Role.LEADER, dossier_id),
            lambda c, at, v: send_back(c, at, v, "\n"),
            dossier_id,
        )
    assert fields_of(told.value) == ["note"]
