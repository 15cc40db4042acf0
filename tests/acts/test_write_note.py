"""Internal notes: who writes them, whom they may call, what the ledger keeps of them."""

import hashlib

import pytest

from procedures.acts.write_note import read_notes, write_note
from procedures.errors import Hidden, Incomplete, NotAllowed
from procedures.lifecycle import State
from procedures.reads.timeline import timeline
from procedures.records import Dossier, Mention, Note
from procedures.tags import Tag
from tests.acts.doing import acting
from tests.acts.found import ledger_of
from tests.acts.stages import Stages
from tests.factories import CITIZEN, Life

DESK, HANDLER, LEADER, AWAY = "motcua.tanmy", "tuphap.tanmy", "chutich.tanmy", "tuphap.tranphu"
WORDS = "Đã gọi hỏi Trạm y tế xã, chờ trả lời"


def test_a_note_calls_a_colleague_and_moves_nothing(life: Life) -> None:
    dossier_id = life.in_progress()
    before, reader = life.dossier(dossier_id), life.actor(HANDLER)
    assert reader.person_id is not None
    with acting(life, life.actor(DESK)) as call:
        write_note(call, dossier_id, f"  {WORDS}\n", [reader.person_id])
    after = life.dossier(dossier_id)
    assert (after.version, after.state) == (before.version, before.state)
    with life.services.reading() as db:
        assert db.query(Note).one().text == WORDS
        assert db.query(Mention).one().read_at is None
    with acting(life, life.actor(DESK)) as call:
        read_notes(call, dossier_id)
    with life.services.reading() as db:
        assert db.query(Mention).one().read_at is None
    with acting(life, reader) as call:
        read_notes(call, dossier_id)
    with life.services.reading() as db:
        assert db.query(Mention).one().read_at is not None


def test_the_ledger_keeps_its_digest_and_never_its_words(life: Life) -> None:
    dossier_id = life.in_progress()
    with acting(life, life.actor(HANDLER)) as call:
        write_note(call, dossier_id, WORDS)
    row = ledger_of(life, dossier_id)[-1]
    assert row.tag == Tag.NOTE_WRITTEN
    assert row.to_state is None
    assert row.detail["digest"] == hashlib.sha256(WORDS.encode()).hexdigest()
    assert WORDS not in str(row.detail)
    with life.services.reading() as db:
        assert Tag.NOTE_WRITTEN not in {
            entry.tag for entry in timeline(db, db.get_one(Dossier, dossier_id), {})
        }


def test_only_officers_who_take_part_write(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.IN_PROGRESS)
    with pytest.raises(NotAllowed), acting(life, life.actor(CITIZEN)) as call:
        write_note(call, dossier_id, WORDS)
    for stranger in (AWAY, "congdan2", "quantri"):
        with pytest.raises(Hidden), acting(life, life.actor(stranger)) as call:
            write_note(call, dossier_id, WORDS)


def test_only_those_who_may_read_it_are_called(stages: Stages) -> None:
    life, dossier_id = stages.life, stages.at(State.IN_PROGRESS)
    for name in (AWAY, CITIZEN, "quantri"):
        person = life.actor(name).person_id
        assert person is not None
        with pytest.raises(Incomplete) as refused, acting(life, life.actor(HANDLER)) as call:
            write_note(call, dossier_id, WORDS, [person])
        assert [fault.field for fault in refused.value.faults] == ["nguoi"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["", "  \n ", "a" * 4001])
def test_a_note_says_something_of_some_length(stages: Stages, text: str) -> None:
    life, dossier_id = stages.life, stages.at(State.IN_PROGRESS)
    with pytest.raises(Incomplete), acting(life, life.actor(HANDLER)) as call:
        write_note(call, dossier_id, text)
