"""remind: officers hear of a leg once before it is due and once when it is late, then leaders."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts.remind import remind
from procedures.lifecycle import State
from procedures.people import SYSTEM, Role
from procedures.records import Leg, OutboxRow, Reminder
from tests.acts.doing import acting
from tests.acts.found import legs_of
from tests.acts.stages import Stages
from tests.factories import Life


def _told(life: Life, dossier_id: UUID) -> list[tuple[str, str]]:
    """Kind of letter and person, of the reminders about the dossier, oldest first."""
    rows = select(OutboxRow).where(OutboxRow.dossier_id == dossier_id, OutboxRow.effect == "Remind")
    with life.services.reading() as db:
        found = db.scalars(rows.order_by(OutboxRow.id)).all()
    return [(row.payload["kind"], row.payload["person_id"]) for row in found]


@pytest.fixture
def waiting(stages: Stages) -> tuple[Life, UUID, datetime]:
    """A dossier in an officer's hands, and when the leg is due."""
    dossier_id = stages.fresh(State.IN_PROGRESS)
    here = next(leg for leg in legs_of(stages.life, dossier_id) if leg.is_open)
    assert here.due_at
    return stages.life, dossier_id, here.due_at


def _watch(life: Life, now: datetime) -> None:
    with acting(life, SYSTEM, now) as call:
        remind(call)


Waiting = tuple[Life, UUID, datetime]


def test_each_is_told_once_in_its_turn(waiting: Waiting) -> None:
    life, dossier_id, due = waiting
    officer = str(life.dossier(dossier_id).holder_officer_id)
    unit = life.dossier(dossier_id).holder_unit_id or 0
    for now in (due - timedelta(minutes=30), due + timedelta(minutes=1), due + timedelta(days=6)):
        _watch(life, now)
        _watch(life, now)
    said = _told(life, dossier_id)
    assert said[:2] == [("soon", officer), ("late", officer)]
    leaders = {person for kind, person in said[2:] if kind == "escalated"}
    assert str(life.officer(unit, Role.LEADER).person_id) in leaders
    assert len(said) == len(set(said))


def test_a_moved_due_moment_is_spoken_of_anew(waiting: Waiting) -> None:
    life, dossier_id, due = waiting
    _watch(life, due - timedelta(minutes=30))
    with acting(life, SYSTEM) as call:
        for leg in call.db.scalars(select(Leg).where(Leg.dossier_id == dossier_id)):
            if leg.is_open:
                leg.due_at = due + timedelta(days=14)
    _watch(life, due + timedelta(days=14) - timedelta(minutes=30))
    assert [kind for kind, _person in _told(life, dossier_id)] == ["soon", "soon"]


def test_nothing_is_said_of_what_is_not_due(waiting: Waiting) -> None:
    life, dossier_id, due = waiting
    _watch(life, due - timedelta(days=30))
    assert _told(life, dossier_id) == []
    with life.services.reading() as db:
        open_ids = [leg.id for leg in legs_of(life, dossier_id) if leg.is_open]
        assert not db.scalars(select(Reminder).where(Reminder.leg_id.in_(open_ids))).all()


def test_the_letter_goes_to_the_officer_and_names_nobody(waiting: Waiting) -> None:
    life, dossier_id, due = waiting
    _watch(life, due + timedelta(minutes=1))
    life.work()
    code = life.dossier(dossier_id).code
    letters = [
        m for m in life.courier.sent.values() if code in m.subject and "quá hạn" in m.subject
    ]
    assert [letter.to for letter in letters] == ["tuphap.tanmy@bacgiang.example"]
    assert f"/xu-ly/{dossier_id}" in letters[0].body
    assert life.actor("congdan1").name not in letters[0].body
