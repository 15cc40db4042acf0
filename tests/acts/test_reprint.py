"""reprint: unsigned results with today's date, at the leader's wish alone; nothing moves."""

from datetime import timedelta

import pytest

from procedures.acts.papers import NEW_YEAR
from procedures.acts.reprint import reprint
from procedures.errors import Hidden, NotAllowed, NotLawful
from procedures.lifecycle import State
from procedures.people import Role
from procedures.tags import Tag
from tests.acts.doing import acting, tried
from tests.acts.found import ledger_of, papers_of
from tests.acts.stages import Stages


def test_todays_papers_stay_as_they_are(stages: Stages) -> None:
    dossier_id = stages.at(State.PROPOSED)
    with acting(stages.life, stages.person(Role.LEADER, dossier_id)) as call:
        assert reprint(call, dossier_id, stages.life.dossier(dossier_id).version) == 0


def test_the_dossier_does_not_move_and_the_ledger_has_it(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.fresh(State.PROPOSED)
    before = life.dossier(dossier_id)
    tomorrow = ledger_of(life, dossier_id)[-1].at + timedelta(days=1)
    with acting(life, stages.person(Role.LEADER, dossier_id), tomorrow) as call:
        reprint(call, dossier_id, before.version)
    after = life.dossier(dossier_id)
    assert (after.state, after.version) == (before.state, before.version)
    last = ledger_of(life, dossier_id)[-1]
    assert (last.tag, last.from_state, last.to_state) == (Tag.PAPER_REPRINTED, None, None)


def test_last_years_number_bears_no_date_of_this_year(stages: Stages) -> None:
    dossier_id = stages.at(State.PROPOSED)
    (paper,) = papers_of(stages.life, dossier_id, results=True)
    later = paper.created_at.replace(year=paper.year + 1, month=1, day=5)
    seen = stages.life.dossier(dossier_id).version
    leader = stages.person(Role.LEADER, dossier_id)
    with pytest.raises(NotLawful) as told, acting(stages.life, leader, later) as call:
        reprint(call, dossier_id, seen)
    assert told.value.msgid == NEW_YEAR


def test_nobody_else_has_it_printed_anew(stages: Stages) -> None:
    dossier_id = stages.at(State.PROPOSED)
    for role in (Role.APPLICANT, Role.RECEIVER, Role.HANDLER):
        with pytest.raises(NotAllowed):
            tried(stages.life, stages.person(role, dossier_id), reprint, dossier_id)
    with pytest.raises(Hidden):
        tried(stages.life, stages.life.actor("chutich.tranphu"), reprint, dossier_id)
    for state in (State.IN_PROGRESS, State.DECIDED):
        elsewhere = stages.at(state)
        with pytest.raises(NotLawful):
            tried(stages.life, stages.person(Role.APPLICANT, elsewhere), reprint, elsewhere)
