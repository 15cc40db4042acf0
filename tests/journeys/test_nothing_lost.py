"""Workers die, the queue forgets: every paper is issued exactly once, with its own number."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal import outbox
from portal.wiring import Services, WorkerServices
from procedures.acts.receive import receive
from procedures.people import Role
from procedures.records import LedgerEntry, OutboxRow, Paper
from procedures.records.paper import PaperState
from procedures.tags import Tag
from tests.factories import Life
from tests.journeys.dying import POINTS, Point, killed_at, work

KILLED = -9


def _receive(life: Life) -> UUID:
    """A dossier whose reception slip is promised and not yet begun."""
    dossier_id = life.submitted()
    dossier = life.dossier(dossier_id)
    with life.services.transaction(life.officer(dossier.desk_unit_id, Role.RECEIVER)) as call:
        receive(call, dossier_id, dossier.version)
    return dossier_id


def _sweep(services: Services) -> None:
    """Let the lease of every row pass, and sweep."""
    with services.transaction() as call:
        call.db.execute(
            update(OutboxRow)
            .where(OutboxRow.done_at.is_(None))
            .values(enqueued_at=call.now - timedelta(hours=1))
        )
    outbox.push(services)


def _finish(services: Services, workers: WorkerServices) -> None:
    for _ in range(3):
        _sweep(services)
        work(workers)


def _assert_each_issued_once(services: Services, dossiers: list[UUID]) -> None:
    with services.reading() as db:
        papers = db.scalars(select(Paper).order_by(Paper.number)).all()
        issued = db.scalars(select(LedgerEntry).where(LedgerEntry.tag == Tag.PAPER_ISSUED)).all()
    assert [paper.state for paper in papers] == [PaperState.ISSUED] * len(dossiers)
    assert [paper.number for paper in papers] == list(range(1, len(dossiers) + 1))
    assert Counter(entry.detail["paper"] for entry in issued) == {str(p.id): 1 for p in papers}
    for paper in papers:
        assert services.blobs.exists(paper.issued_sha256 or "")


@pytest.mark.parametrize("point", POINTS, ids=str)
def test_a_worker_killed_at_any_step_loses_and_doubles_nothing(
    life: Life, workers: WorkerServices, point: Point
) -> None:
    dossier_id = _receive(life)
    outbox.push(life.services)
    assert killed_at(life.services.settings, point) == KILLED
    _finish(life.services, workers)
    _assert_each_issued_once(life.services, [dossier_id])


def test_a_queue_emptied_between_commit_and_pick_up_loses_nothing(
    life: Life, workers: WorkerServices
) -> None:
    dossiers = [_receive(life) for _ in range(3)]
    outbox.push(life.services)
    life.services.queue.flushall()
    work(workers)
    _finish(life.services, workers)
    _assert_each_issued_once(life.services, dossiers)


def test_the_same_job_ten_times_issues_one_paper(life: Life, workers: WorkerServices) -> None:
    dossier_id = _receive(life)
    for _ in range(10):
        _sweep(life.services)
    _finish(life.services, workers)
    _assert_each_issued_once(life.services, [dossier_id])
