"""restamp: what ages is ordered in batches and renewed once; the issued row never changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from procedures.acts import renewing as module
from procedures.acts.call import Call
from procedures.acts.restamp import order_restamps, restamp
from procedures.effects import RestampPaper
from procedures.errors import NotLawful
from procedures.lifecycle import State
from procedures.people import Role
from procedures.ports import ArchiveStamp
from procedures.preservation import load_policy
from procedures.reads.files import paper_file
from procedures.reads.verification import paper_by_digest
from procedures.records import LedgerEntry, OutboxRow, Paper, PaperStamp
from procedures.tags import Tag
from tests.acts.found import papers_of
from tests.acts.stages import Stages
from tests.factories import Life
from tests.fakes import FakeSeal

POLICY = replace(load_policy(), until={"sha256": None, "ecdsa-p256": None})
LATER = timedelta(days=3650 - 300)
"""The fake seal's first certificate lives ten years, and a renewal begins a year before."""


@contextmanager
def _later(life: Life, by: timedelta = LATER) -> Iterator[Call]:
    with life.services.transaction() as call:
        yield replace(call, now=call.now + by)


def _issued(stages: Stages) -> Paper:
    (paper,) = papers_of(stages.life, stages.fresh(State.ISSUED), results=True)
    return paper


def _stamps(life: Life, paper_id: UUID) -> list[PaperStamp]:
    with life.services.reading() as db:
        return list(
            db.scalars(
                select(PaperStamp)
                .where(PaperStamp.paper_id == paper_id)
                .order_by(PaperStamp.ordinal)
            )
        )


def _restamp(life: Life, paper_id: UUID, by: timedelta = LATER) -> None:
    with _later(life, by) as call:
        restamp(call, FakeSeal(), life.services.blobs, POLICY, paper_id)


def test_an_issued_paper_is_entered_with_what_its_stamp_rests_on(stages: Stages) -> None:
    paper = _issued(stages)
    (stamp,) = _stamps(stages.life, paper.id)
    assert (stamp.ordinal, stamp.sha256, stamp.reason) == (0, paper.issued_sha256, "issued")
    assert stamp.algorithms == ["ecdsa-p256", "sha256"]


def test_nothing_is_stamped_before_it_is_due(stages: Stages) -> None:
    paper = _issued(stages)
    _restamp(stages.life, paper.id, timedelta(days=3650 - 400))
    assert len(_stamps(stages.life, paper.id)) == 1


def test_a_renewal_adds_an_edition_and_changes_nothing_that_was_issued(stages: Stages) -> None:
    life, paper = stages.life, _issued(stages)
    _restamp(life, paper.id)
    first, second = _stamps(life, paper.id)
    assert (second.before_sha256, second.reason) == (first.sha256, "certificate")
    blobs = life.services.blobs
    assert blobs.get(second.sha256).startswith(blobs.get(first.sha256))
    with life.services.reading() as db:
        again = db.get_one(Paper, paper.id)
        assert again.issued_sha256 == first.sha256
        found = [paper_by_digest(db, stamp.sha256) for stamp in (first, second)]
        assert [one.id if one else None for one in found] == [paper.id, paper.id]
        assert found[0] is not None
        assert found[0].expectation.renewed == (second.sha256,)
        entry = db.scalars(select(LedgerEntry).where(LedgerEntry.tag == Tag.PAPER_RESTAMPED)).all()[
            -1
        ]
    assert entry.detail["sha256"] == second.sha256


def test_done_twice_it_is_done_once(stages: Stages) -> None:
    paper = _issued(stages)
    _restamp(stages.life, paper.id)
    _restamp(stages.life, paper.id)
    assert len(_stamps(stages.life, paper.id)) == 2


def test_the_newest_edition_is_given_out(stages: Stages) -> None:
    life, paper = stages.life, _issued(stages)
    _restamp(life, paper.id)
    newest = _stamps(life, paper.id)[-1]
    dossier = life.dossier(paper.dossier_id)
    with life.services.reading() as db:
        stored = paper_file(
            db, paper.id, life.officer(dossier.desk_unit_id, Role.RECEIVER), printed=False
        )
    assert stored.sha256 == newest.sha256


def test_a_stamp_that_is_no_better_is_refused(stages: Stages) -> None:
    class Old(FakeSeal):
        def newest_stamp(self, pdf: bytes) -> ArchiveStamp | None:
            found = super().newest_stamp(pdf.replace(b"%stamped", b""))
            assert found is not None
            return found

    life, paper = stages.life, _issued(stages)
    with pytest.raises(NotLawful), _later(life) as call:
        restamp(call, Old(), life.services.blobs, POLICY, paper.id)
    assert len(_stamps(life, paper.id)) == 1


def test_the_sweep_orders_a_batch_and_waits_for_its_end(
    stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = stages.life
    monkeypatch.setattr(module, "BATCH", 2)
    for _ in range(2):
        _issued(stages)
    with life.services.transaction() as call:
        assert order_restamps(call, POLICY) == 0
    with _later(life) as call:
        assert order_restamps(call, POLICY) == 2
    with _later(life) as call:
        assert order_restamps(call, POLICY) == 0
    with life.services.transaction() as call:
        rows = call.db.scalars(
            select(OutboxRow).where(
                OutboxRow.effect == RestampPaper.__name__, OutboxRow.done_at.is_(None)
            )
        ).all()
        for row in rows:
            row.failed_at = call.now
        failed = {row.payload["paper_id"] for row in rows}
    with _later(life) as call:
        order_restamps(call, POLICY)
        call.db.flush()
        ordered = call.db.scalars(
            select(OutboxRow).where(
                OutboxRow.effect == RestampPaper.__name__,
                OutboxRow.done_at.is_(None),
                OutboxRow.failed_at.is_(None),
            )
        ).all()
        assert not failed & {row.payload["paper_id"] for row in ordered}
        call.db.rollback()


def test_an_edition_is_kept_for_ever(stages: Stages) -> None:
    paper = _issued(stages)
    with (
        pytest.raises(DBAPIError, match="kept"),
        stages.life.services.transaction() as call,
    ):
        call.db.execute(
            text("UPDATE paper_stamp SET stamper = 'x' WHERE paper_id = :id"), {"id": paper.id}
        )
