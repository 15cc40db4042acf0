"""recount: a changed calendar moves a promised date only by an officer's act."""

import pytest

from procedures.acts.recount import recount
from procedures.errors import NotLawful
from procedures.lifecycle import Act, State
from procedures.people import Role
from procedures.records import CalendarVersion, Dossier
from procedures.records.counting import count
from tests.acts.doing import done, tried
from tests.acts.found import ledger_of
from tests.acts.stages import PREPARED, Stages


@pytest.mark.parametrize("state", [State.IN_PROGRESS, State.AWAITING_SUPPLEMENT])
def test_the_newest_calendar_counts_from_then_on(stages: Stages, state: State) -> None:
    life, dossier_id = stages.life, stages.fresh(state)
    desk = stages.person(Role.RECEIVER, dossier_id)
    with pytest.raises(NotLawful):
        tried(life, desk, recount, dossier_id)
    before = life.dossier(dossier_id)
    PREPARED[Act.RECOUNT](life, dossier_id)
    assert life.dossier(dossier_id).due_at == before.due_at, "nothing moves by itself"
    after = done(life, desk, recount, dossier_id)
    assert after.calendar_version_id != before.calendar_version_id
    with life.services.reading() as db:
        again = count(db, db.get_one(Dossier, dossier_id))
        newest = db.get_one(CalendarVersion, after.calendar_version_id)
    assert after.due_at == again.at
    assert ledger_of(life, dossier_id)[-1].detail["to_version"] == newest.version
    with pytest.raises(NotLawful):
        tried(life, desk, recount, dossier_id)
