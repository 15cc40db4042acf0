"""Signing with a key that is elsewhere: begun, finished once, overtaken, late; the draft intact."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts import signing as acts
from procedures.acts.declare import prepare
from procedures.acts.drafts import save_page
from procedures.acts.signing import (
    IN_THE_PAGE,
    Beginning,
    ask_signing,
    begin_signing,
    end_signing,
    finish_signing,
)
from procedures.acts.submit import submit
from procedures.acts.watch_signings import end_abandoned
from procedures.errors import NotFound, NotLawful
from procedures.people import SYSTEM
from procedures.ports import CannotSign
from procedures.reads.declarations import DeclarationView, LostTry, declaration_view
from procedures.records import Declaration, Draft, OutboxRow, Person, Signing
from procedures.records.declaration import DeclarationState
from procedures.records.signing import SigningState, SigningWay
from tests.acts.doing import acting
from tests.acts.stages import Stages
from tests.factories import CITIZEN, Life
from tests.fakes import FakeHand

HAND = FakeHand()
REMOTELY = Beginning(SigningWay.REMOTE, timedelta(minutes=5), "thu")


@pytest.fixture
def life(stages: Stages) -> Life:
    return stages.life


def _declaration(life: Life, draft_id: UUID) -> Declaration:
    with life.services.reading() as db:
        return db.scalars(select(Declaration).where(Declaration.draft_id == draft_id)).one()


def _number(life: Life, username: str = CITIZEN) -> bytes:
    with life.services.reading() as db:
        person = db.get_one(Person, life.actor(username).person_id)
        return (person.citizen_no or "").encode()


def _begun(
    life: Life, draft_id: UUID, beginning: Beginning = REMOTELY, number: bytes | None = None
) -> Signing:
    with acting(life, life.actor(CITIZEN)) as call:
        chain = [number or _number(life)]
        declaration_id = _declaration(life, draft_id).id
        return begin_signing(call, HAND, life.services.blobs, declaration_id, chain, beginning)


def _finish(
    life: Life, signing_id: UUID, signature: bytes = b"signed", now: datetime | None = None
) -> Signing:
    with acting(life, SYSTEM, now) as call:
        return finish_signing(call, HAND, life.services.blobs, signing_id, signature)


def test_a_signature_made_elsewhere_lets_the_dossier_be_handed_in(life: Life) -> None:
    draft_id = life.declared("1.001193")
    begun = _begun(life, draft_id)
    assert begun.state is SigningState.PREPARED
    with acting(life, life.actor(CITIZEN)) as call:
        assert ask_signing(call, begun.id, f"ref-{begun.id}").state is SigningState.ASKED
    done = _finish(life, begun.id)
    assert (done.state, done.reason) == (SigningState.DONE, "")
    assert _declaration(life, draft_id).state is DeclarationState.CHECKING
    life.work()
    assert _declaration(life, draft_id).state is DeclarationState.SIGNED
    with acting(life, life.actor(CITIZEN)) as call:
        assert submit(call, draft_id, unsigned=False).dossier_id == draft_id


def test_finished_twice_at_once_it_is_handed_in_once(life: Life) -> None:
    draft_id = life.declared("1.001193")
    begun = _begun(life, draft_id)
    with ThreadPoolExecutor(2) as pool:
        states = [s.state for s in pool.map(lambda _: _finish(life, begun.id), range(2))]
    assert states == [SigningState.DONE] * 2
    with life.services.reading() as db:
        wanted = select(OutboxRow).where(OutboxRow.effect == "CheckSignature")
        rows = [row.payload["declaration_id"] for row in db.scalars(wanted)]
    assert rows.count(str(begun.declaration_id)) == 1
    assert _finish(life, begun.id, b"nonsense").state is SigningState.DONE


@pytest.mark.parametrize(
    "state", [SigningState.FAILED, SigningState.REFUSED, SigningState.TIMED_OUT]
)
def test_one_that_ends_leaves_the_declaration_to_be_signed_again(
    life: Life, state: SigningState
) -> None:
    draft_id = life.declared("1.001193")
    begun = _begun(life, draft_id)
    with acting(life, SYSTEM) as call:
        assert end_signing(call, begun.id, state, "vi sao").reason == "vi sao"
    assert _finish(life, begun.id).state is state
    assert _declaration(life, draft_id).state is DeclarationState.PRINTED
    assert _begun(life, draft_id).state is SigningState.PREPARED


def test_a_signature_that_comes_late_or_is_another_keys_ends_it(life: Life) -> None:
    draft_id = life.declared("1.001193")
    late = _begun(life, draft_id)
    ended = _finish(life, late.id, now=late.expires_at + timedelta(seconds=1))
    assert (ended.state, ended.reason) == (SigningState.TIMED_OUT, acts.TOO_LATE)
    wrong = _finish(life, _begun(life, draft_id).id, b"forged")
    assert (wrong.state, wrong.reason) == (SigningState.FAILED, "another key")
    assert _declaration(life, draft_id).state is DeclarationState.PRINTED


def test_beginning_again_ends_what_was_open(life: Life) -> None:
    draft_id = life.declared("1.001193")
    first = _begun(life, draft_id)
    second = _begun(life, draft_id)
    overtaken = _finish(life, first.id)
    assert (overtaken.state, overtaken.reason) == (SigningState.FAILED, acts.BEGUN_ANEW)
    assert _finish(life, second.id).state is SigningState.DONE


def test_a_file_signed_meanwhile_overtakes_it(life: Life) -> None:
    draft_id = life.declared("1.001193")
    begun = _begun(life, draft_id)
    life.sign(draft_id, life.actor(CITIZEN))
    late = _finish(life, begun.id)
    assert (late.state, late.reason) == (SigningState.FAILED, acts.OVERTAKEN)
    assert _declaration(life, draft_id).state is DeclarationState.SIGNED
    with pytest.raises(NotLawful):
        _begun(life, draft_id)


def test_a_changed_answer_makes_a_late_signature_one_of_nothing(life: Life) -> None:
    draft_id = life.declared("1.001193")
    begun = _begun(life, draft_id)
    with acting(life, life.actor(CITIZEN)) as call:
        draft = call.db.get_one(Draft, draft_id)
        page = draft.pages_done[0]
        changed = {"so_luong_ban_sao": 7}
        save_page(call, draft_id, page, changed, seen_version=draft.version, valid=True)
        prepare(call, draft_id)
    with pytest.raises(NotFound):
        _finish(life, begun.id)
    life.work()
    assert _declaration(life, draft_id).state is DeclarationState.PRINTED


def test_only_the_signer_begins_with_the_signers_own_certificate(life: Life) -> None:
    draft_id = life.declared("1.001193")
    with pytest.raises(CannotSign, match="số định danh khác"):
        _begun(life, draft_id, number=_number(life, "congdan2"))
    declaration_id, other = _declaration(life, draft_id).id, life.actor("congdan2")
    chain = [_number(life, "congdan2")]
    with pytest.raises(NotFound), acting(life, other) as call:
        begin_signing(call, HAND, life.services.blobs, declaration_id, chain, REMOTELY)
    begun = _begun(life, draft_id)
    with pytest.raises(NotFound), acting(life, other) as call:
        finish_signing(call, HAND, life.services.blobs, begun.id, b"signed")


def test_a_page_that_was_closed_is_ended_by_the_sweep_and_says_so(life: Life) -> None:
    draft_id = life.declared("1.001193")
    begun = _begun(life, draft_id, IN_THE_PAGE)
    with acting(life, SYSTEM, begun.expires_at) as call:
        end_abandoned(call)
    assert _seen(life, draft_id).lost is None, "there is still time"
    with acting(life, SYSTEM, begun.expires_at + timedelta(seconds=1)) as call:
        assert end_abandoned(call) >= 1
        assert end_abandoned(call) == 0
    ended = _finish(life, begun.id)
    assert (ended.state, ended.reason) == (SigningState.TIMED_OUT, acts.TOO_LATE)
    assert _seen(life, draft_id).lost == LostTry(begun.created_at, acts.TOO_LATE)
    again = _begun(life, draft_id, IN_THE_PAGE)
    assert _seen(life, draft_id).lost is None
    assert _finish(life, again.id).state is SigningState.DONE


def _seen(life: Life, draft_id: UUID) -> DeclarationView:
    with life.services.reading() as db:
        reader = db.get_one(Person, life.actor(CITIZEN).person_id)
        return declaration_view(db, _declaration(life, draft_id), reader)
