"""The worker's part of signing: the time stamp, the verdict and its evidence, whoever is silent."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal import jobs
from portal.wiring import utc_now
from procedures.acts.check_signature import LONGEST_PAUSE, check_signature
from procedures.acts.declare import hand_in
from procedures.acts.rejudge import declarations_checked, rejudge
from procedures.acts.signing import finish_signing
from procedures.errors import NotFound, Unavailable
from procedures.people import SYSTEM
from procedures.ports import Checked
from procedures.records import Declaration, LedgerEntry, OutboxRow
from procedures.records.declaration import DeclarationState
from procedures.uploads import Upload
from tests.acts.doing import acting
from tests.acts.stages import Stages
from tests.acts.test_signing import HAND, _begun, _declaration, _number
from tests.factories import CITIZEN, SMALL_PDF, Life
from tests.fakes import FakeCheck

SILENCE = Unavailable("im lặng")
STAMPED = b"\n%at a time"


@dataclass
class Scripted(FakeCheck):
    """Is silent as often as it is told to, at each of its two questions."""

    silent_stamps: int = 0
    silent_checks: int = 0
    asked: list[str] = field(default_factory=list)
    meanwhile: object = None

    def stamp(self, pdf: bytes, region: tuple[int, int]) -> bytes:
        self.asked.append("stamp")
        if self.silent_stamps:
            self.silent_stamps -= 1
            raise SILENCE
        return super().stamp(pdf, region)

    def check(self, pdf: bytes, *, original: bytes | None = None) -> Checked:
        self.asked.append("check")
        if callable(self.meanwhile):
            self.meanwhile()
        if self.silent_checks:
            self.silent_checks -= 1
            raise SILENCE
        return super().check(pdf, original=original)


@pytest.fixture
def life(stages: Stages) -> Life:
    return stages.life


def _finished(life: Life) -> UUID:
    """A draft whose declaration was signed in the page and waits for the worker."""
    draft_id = life.declared("1.001193")
    with acting(life, SYSTEM) as call:
        finish_signing(call, HAND, life.services.blobs, _begun(life, draft_id).id, b"signed")
    return draft_id


def _row(life: Life, declaration_id: UUID) -> OutboxRow:
    with life.services.reading() as db:
        wanted = select(OutboxRow).where(
            OutboxRow.effect == "CheckSignature",
            OutboxRow.payload["declaration_id"].astext == str(declaration_id),
        )
        return db.scalars(wanted.order_by(OutboxRow.id.desc()).limit(1)).one()


def _check(life: Life, declaration_id: UUID, checker: FakeCheck) -> OutboxRow:
    """What becomes of the promise when the worker has this checker."""
    jobs.install(replace(life.workers, checker=checker))
    jobs.carry_out(_row(life, declaration_id).id)
    return _row(life, declaration_id)


def test_while_an_authority_is_silent_it_waits_and_what_was_won_is_kept(life: Life) -> None:
    draft_id = _finished(life)
    checker = Scripted(silent_stamps=2, silent_checks=1)
    handed_in = _declaration(life, draft_id)
    for _ in range(2):
        row = _check(life, handed_in.id, checker)
        assert (row.done_at, row.failed_at, row.last_error) == (None, None, "im lặng")
        assert row.enqueued_at is not None, "comes again by itself"
        assert _declaration(life, draft_id).signed_sha256 == handed_in.signed_sha256
    _check(life, handed_in.id, checker)
    waiting = _declaration(life, draft_id)
    assert waiting.state is DeclarationState.CHECKING
    assert life.services.blobs.get(waiting.signed_sha256 or "").endswith(STAMPED)
    done = _check(life, handed_in.id, checker)
    assert done.done_at is not None
    assert checker.asked == ["stamp", "stamp", "stamp", "check", "check"], "stamped once"
    assert _declaration(life, draft_id).state is DeclarationState.SIGNED


def test_the_longer_it_waits_the_less_often_it_asks(life: Life) -> None:
    draft_id = _finished(life)
    row = _declaration(life, draft_id)
    pauses = []
    for minutes in (0, 4, 600):
        with acting(life, SYSTEM, utc_now() + timedelta(minutes=minutes)) as call:
            again = check_signature(call, Scripted(silent_stamps=1), life.services.blobs, row.id)
        assert again is not None
        pauses.append(again.seconds)
    assert pauses[0] < 60 <= pauses[1] < 120
    assert pauses[2] == LONGEST_PAUSE


def test_the_verdict_its_evidence_and_the_ledger_name_one_another(life: Life) -> None:
    draft_id = _finished(life)
    life.work()
    row = _declaration(life, draft_id)
    blobs = life.services.blobs
    assert row.accepted_sha256 == row.signed_sha256
    assert blobs.get(row.evidence_sha256 or "").startswith(b"evidence of ")
    assert row.verdict is not None
    assert row.verdict["proven_at"] == "2026-03-02T09:00:00+00:00"
    with life.services.reading() as db:
        stream = select(LedgerEntry).where(LedgerEntry.stream == f"declaration:{row.id}")
        entries = db.scalars(stream.order_by(LedgerEntry.seq)).all()
    assert [entry.tag for entry in entries] == [
        "citizen:declaration:sign",
        "system:declaration:check",
    ]
    assert entries[-1].detail["evidence"] == row.evidence_sha256
    assert entries[-1].detail["sha256"] == row.signed_sha256
    promised = _row(life, row.id).id
    jobs.carry_out(promised)
    assert _declaration(life, draft_id).verdict == row.verdict, "a second time finds it done"


def test_an_upload_is_judged_as_it_came(life: Life) -> None:
    draft_id = life.declared("1.001193")
    checker = Scripted()
    signed = SMALL_PDF + b"%by " + _number(life) + b"\n"
    with acting(life, life.actor(CITIZEN)) as call:
        hand_in(call, life.services.blobs, draft_id, Upload("to-khai.pdf", signed))
    _check(life, _declaration(life, draft_id).id, checker)
    row = _declaration(life, draft_id)
    assert checker.asked == ["check"]
    assert life.services.blobs.get(row.accepted_sha256 or "") == signed
    assert row.evidence_sha256


def test_nobody_waits_for_the_authorities_and_a_draft_may_go_meanwhile(life: Life) -> None:
    draft_id = _finished(life)
    declaration_id = _declaration(life, draft_id).id

    def thrown_away() -> None:
        with acting(life, SYSTEM) as call:
            call.db.delete(call.db.get_one(Declaration, declaration_id, with_for_update=True))

    row = _check(life, declaration_id, Scripted(meanwhile=thrown_away))
    assert row.done_at is not None
    with life.services.reading() as db:
        assert db.get(Declaration, declaration_id) is None


def test_judged_again_it_is_the_same_unless_something_was_put_in_its_place(life: Life) -> None:
    draft_id = _finished(life)
    life.work()
    row = _declaration(life, draft_id)
    blobs, checker = life.services.blobs, FakeCheck()
    with acting(life, SYSTEM) as call:
        assert row.id in declarations_checked(call)
        again = rejudge(call, checker, blobs, row.id)
        assert again.same
        assert (again.file, again.evidence) == (row.signed_sha256, row.evidence_sha256)
        judged = call.db.get_one(Declaration, row.id)
        judged.verdict = {**(judged.verdict or {}), "outcome": "GENUINE", "reason": "forged"}
        assert not rejudge(call, checker, blobs, row.id).same
        judged.evidence_sha256 = blobs.put(b"another")
        with pytest.raises(NotFound):
            rejudge(call, checker, blobs, row.id)
        with pytest.raises(NotFound):
            rejudge(call, checker, blobs, UUID(int=7))
