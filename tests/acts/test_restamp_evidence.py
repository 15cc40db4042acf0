"""Evidence of checks is stamped again in time, once; what has ended is told and left alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError

from procedures.acts.call import Call
from procedures.acts.rejudge import rejudge
from procedures.acts.restamp_evidence import order_evidence_restamps, restamp_evidence
from procedures.effects import RestampEvidence
from procedures.errors import NotLawful
from procedures.people import SYSTEM
from procedures.ports import ArchiveStamp
from procedures.preservation import load_policy
from procedures.reads.files import evidence_file
from procedures.reads.renewals import Span, renewals
from procedures.records import Declaration, EvidenceStamp, LedgerEntry, OutboxRow
from procedures.tags import Tag
from tests.acts.doing import acting
from tests.acts.stages import Stages
from tests.factories import CITIZEN, Life
from tests.fakes import STAMPED, FakeCheck

POLICY = replace(load_policy(), until={"sha256": None, "ecdsa-p256": None})
LATER = timedelta(days=3650 - 300)
"""The fake's first certificate lives ten years, and a renewal begins a year before."""
TOO_LATE = timedelta(days=3651)
MARRIAGE = "1.000894"


@pytest.fixture
def life(stages: Stages) -> Life:
    return stages.life


@contextmanager
def _later(life: Life, by: timedelta = LATER) -> Iterator[Call]:
    with life.services.transaction() as call:
        yield replace(call, now=call.now + by)


def _signed(life: Life) -> Declaration:
    """The declaration of a dossier that was handed in."""
    dossier_id = life.submitted(MARRIAGE)
    with life.services.reading() as db:
        return db.scalars(select(Declaration).where(Declaration.dossier_id == dossier_id)).one()


def _editions(life: Life, row: Declaration) -> list[EvidenceStamp]:
    wanted = select(EvidenceStamp).where(EvidenceStamp.evidence == row.evidence_sha256)
    with life.services.reading() as db:
        return list(db.scalars(wanted.order_by(EvidenceStamp.ordinal)))


def _restamp(life: Life, row: Declaration, by: timedelta = LATER) -> None:
    with _later(life, by) as call:
        restamp_evidence(call, FakeCheck(), life.services.blobs, POLICY, row.id)


def _ordered(call: Call) -> set[UUID]:
    """The declarations whose evidence is ordered to be renewed in this transaction, undone."""
    with call.db.begin_nested() as undone:
        waiting = (OutboxRow.effect == RestampEvidence.__name__, OutboxRow.done_at.is_(None))
        call.db.execute(delete(OutboxRow).where(*waiting))
        order_evidence_restamps(call, POLICY)
        call.db.flush()
        found = call.db.scalars(select(OutboxRow.payload).where(*waiting)).all()
        undone.rollback()
    return {UUID(payload["declaration_id"]) for payload in found}


def test_a_renewal_adds_an_edition_once_and_the_ledger_says_since_when(life: Life) -> None:
    row = _signed(life)
    (first,) = _editions(life, row)
    assert (first.ordinal, first.sha256, first.reason) == (0, row.evidence_sha256, "checked")
    assert first.algorithms == ["ecdsa-p256", "sha256"]
    _restamp(life, row, timedelta(days=3650 - 400))
    assert len(_editions(life, row)) == 1, "not due yet"
    for _ in range(2):
        _restamp(life, row)
    first, second = _editions(life, row)
    assert (second.before_sha256, second.reason) == (first.sha256, "certificate")
    blobs = life.services.blobs
    assert blobs.get(second.sha256) == blobs.get(first.sha256) + STAMPED
    wanted = LedgerEntry.tag == Tag.EVIDENCE_RESTAMPED, LedgerEntry.stream.contains(str(row.id))
    with life.services.reading() as db:
        (entry,) = db.scalars(select(LedgerEntry).where(*wanted)).all()
        stored = evidence_file(db, row.id, life.actor(CITIZEN))
        assert db.get_one(Declaration, row.id).evidence_sha256 == first.sha256
    assert (entry.detail["evidence"], entry.detail["before"]) == (second.sha256, first.sha256)
    assert stored.sha256 == second.sha256
    with acting(life, SYSTEM) as call:
        again = rejudge(call, FakeCheck(), blobs, row.id)
    assert (again.same, again.alone) == (True, True)
    assert (again.evidence, again.kept_since) == (second.sha256, entry.at)
    with pytest.raises(DBAPIError, match="kept"), life.services.transaction() as call:
        call.db.execute(text("UPDATE evidence_stamp SET stamper = 'x'"))


def test_what_is_due_is_ordered_and_what_has_ended_is_told_and_left_alone(life: Life) -> None:
    row = _signed(life)
    with life.services.transaction() as call:
        assert row.id not in _ordered(call)
    with _later(life) as call:
        assert row.id in _ordered(call)
        refused = OutboxRow(
            effect=RestampEvidence.__name__,
            payload={"declaration_id": str(row.id)},
            queue="signings",
            created_at=call.now,
            failed_at=call.now,
        )
        with call.db.begin_nested() as undone:
            call.db.execute(delete(OutboxRow).where(OutboxRow.failed_at.is_not(None)))
            call.db.add(refused)
            call.db.flush()
            order_evidence_restamps(call, POLICY)
            call.db.flush()
            again = call.db.scalars(
                select(OutboxRow.failed_at).where(
                    OutboxRow.payload["declaration_id"].astext == str(row.id),
                    OutboxRow.effect == RestampEvidence.__name__,
                )
            ).all()
            undone.rollback()
        assert again == [call.now], "what failed for good waits for a person"
    with _later(life, TOO_LATE) as call:
        assert row.id not in _ordered(call)
        span = Span(POLICY, call.now, call.now, 1000)
        told = renewals(call.db, span).evidence
        assert row.id in {one.declaration_id for one in told.lost}
        assert row.id not in {one.declaration_id for one in told.first}
        assert told.ended == len(told.lost)
    _restamp(life, row, TOO_LATE)
    assert len(_editions(life, row)) == 1


def test_evidence_from_before_is_entered_and_stamped_when_due(life: Life) -> None:
    row = _signed(life)
    with life.services.transaction() as call:
        connection = call.db.connection()
        connection.exec_driver_sql("ALTER TABLE evidence_stamp DISABLE TRIGGER keep_rows")
        call.db.execute(delete(EvidenceStamp).where(EvidenceStamp.evidence == row.evidence_sha256))
        connection.exec_driver_sql("ALTER TABLE evidence_stamp ENABLE TRIGGER keep_rows")
        assert row.id in _ordered(call)
        told = renewals(call.db, Span(POLICY, call.now, call.now, 1000)).evidence
        reasons = {one.declaration_id: one.due.reason for one in told.first}
        assert reasons[row.id] == "unstamped"
    _restamp(life, row, timedelta())
    assert [one.ordinal for one in _editions(life, row)] == [0], "noted, and good for years"
    _restamp(life, row)
    assert [one.reason for one in _editions(life, row)] == ["checked", "certificate"]


def test_a_stamp_that_is_no_better_is_refused_and_evidence_of_nobody_is_no_fault(
    life: Life,
) -> None:
    class Old(FakeCheck):
        def newest_stamp(self, evidence: bytes) -> ArchiveStamp:
            return super().newest_stamp(evidence.split(STAMPED)[0])

    row = _signed(life)
    with pytest.raises(NotLawful), _later(life) as call:
        restamp_evidence(call, Old(), life.services.blobs, POLICY, row.id)
    assert len(_editions(life, row)) == 1
    with _later(life) as call:
        restamp_evidence(call, FakeCheck(), life.services.blobs, POLICY, UUID(int=7))
