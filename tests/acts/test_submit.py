"""submit: everything is checked, numbered, routed and told, or nothing is."""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts.drafts import save_page
from procedures.acts.submit import submit
from procedures.errors import Incomplete, NotFound
from procedures.lifecycle import State
from procedures.records import AnswersVersion, Attachment, Declaration, Draft
from procedures.routing import Function
from procedures.tags import Tag
from tests.acts.doing import acting
from tests.acts.found import ledger_of, legs_of, promised
from tests.acts.stages import Stages
from tests.factories import CITIZEN, Life

CODE = re.compile(r"H02(\.\d+)+-\d{6}-\d{4}")


def _hand_in(life: Life, draft_id: UUID, *, unsigned: bool = True) -> UUID:
    with acting(life, life.actor(CITIZEN)) as call:
        return submit(call, draft_id, unsigned=unsigned).dossier_id


def test_a_draft_becomes_a_dossier_with_a_code_a_way_and_a_beginning(stages: Stages) -> None:
    life = stages.life
    draft_id = life.declared("1.001776")
    dossier = life.dossier(_hand_in(life, draft_id))
    assert dossier.id == draft_id
    assert CODE.fullmatch(dossier.code)
    assert (dossier.state, dossier.version) == (State.SUBMITTED, 1)
    assert dossier.holder_unit_id == dossier.desk_unit_id
    assert (dossier.received_at, dossier.due_at) == (None, None)
    legs = legs_of(life, dossier.id)
    assert [leg.function for leg in legs] == [
        Function.RECEPTION,
        Function.HANDLING,
        Function.HANDLING,
        Function.SIGNING,
        Function.RETURN,
    ]
    assert [leg.opened_at is not None for leg in legs] == [True, False, False, False, False]
    (first,) = ledger_of(life, dossier.id)
    assert (first.tag, first.prev_hash, first.from_state) == (Tag.SUBMIT, "", None)
    assert promised(life, dossier.id)[-1] == "submitted"


def test_the_draft_is_gone_and_all_it_had_is_the_dossiers(stages: Stages) -> None:
    life = stages.life
    dossier_id = _hand_in(life, life.declared())
    with life.services.reading() as db:
        assert db.get(Draft, dossier_id) is None
        answers = db.scalars(select(AnswersVersion).where(AnswersVersion.dossier_id == dossier_id))
        files = db.scalars(select(Attachment).where(Attachment.dossier_id == dossier_id)).all()
        paper = db.scalars(select(Declaration).where(Declaration.dossier_id == dossier_id)).one()
        assert answers.one().version == 1
        assert files
        assert {file.draft_id for file in files} == {None}
        assert (paper.draft_id, paper.answers_version) == (None, 1)


def test_handed_in_twice_it_is_there_once(stages: Stages) -> None:
    draft_id = stages.life.declared()
    _hand_in(stages.life, draft_id)
    with pytest.raises(NotFound):
        _hand_in(stages.life, draft_id)


def test_two_presses_at_once_make_one_dossier(stages: Stages) -> None:
    life, draft_id = stages.life, stages.life.declared()

    def press(_: int) -> bool:
        try:
            _hand_in(life, draft_id)
        except NotFound:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == [False, True]
    assert len(ledger_of(life, draft_id)) == 1


def test_somebody_elses_draft_is_as_good_as_none(stages: Stages) -> None:
    draft_id = stages.life.declared()
    with pytest.raises(NotFound), acting(stages.life, stages.life.actor("congdan2")) as call:
        submit(call, draft_id, unsigned=True)


def _steps(refusal: Incomplete) -> Sequence[object]:
    return [getattr(gap, "step", getattr(gap, "page", None)) for gap in refusal.faults]


def test_without_the_word_or_a_signature_the_declaration_is_named(stages: Stages) -> None:
    draft_id = stages.life.declared()
    with pytest.raises(Incomplete) as told:
        _hand_in(stages.life, draft_id, unsigned=False)
    assert _steps(told.value) == ["to-khai"]


def test_where_the_law_asks_for_a_signature_the_word_is_not_enough(stages: Stages) -> None:
    life = stages.life
    draft_id = life.declared("1.001612")
    with life.services.transaction() as call:
        row = select(Declaration).where(Declaration.draft_id == draft_id)
        declaration = call.db.scalars(row).one()
        declaration.state, declaration.signed_sha256 = type(declaration.state).PRINTED, None
    with pytest.raises(Incomplete) as told:
        _hand_in(life, draft_id)
    assert _steps(told.value) == ["to-khai"]


def test_what_was_changed_after_the_print_is_not_what_was_declared(stages: Stages) -> None:
    life, draft_id = stages.life, stages.life.declared()
    with acting(life, life.actor(CITIZEN)) as call:
        draft = call.db.get_one(Draft, draft_id)
        changed = {"nyc_ho_ten": "NGƯỜI KHÁC"}
        save_page(call, draft_id, "nguoi-yeu-cau", changed, seen_version=draft.version, valid=True)
    with pytest.raises(Incomplete) as told:
        _hand_in(life, draft_id)
    assert "to-khai" in _steps(told.value)


def test_every_gap_is_told_at_once(stages: Stages) -> None:
    life, draft_id = stages.life, stages.life.draft()
    with life.services.transaction() as call:
        for file in call.db.scalars(select(Attachment).where(Attachment.draft_id == draft_id)):
            call.db.delete(file)
        call.db.get_one(Draft, draft_id).answers = {}
    with pytest.raises(Incomplete) as told:
        _hand_in(life, draft_id)
    steps = _steps(told.value)
    assert {"tep", "to-khai"} < set(steps)
    assert len(steps) > 5
