"""Workers die, the queue forgets: every paper is issued exactly once, with its own number."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal import jobs, outbox
from portal.verification import verify_bytes
from portal.wiring import Services, WorkerServices
from procedures.acts.outbox import promise
from procedures.acts.receive import receive
from procedures.effects import IssuePaper
from procedures.people import Role
from procedures.ports import Outcome
from procedures.records import LedgerEntry, OutboxRow, Paper
from procedures.records.paper import PaperState
from procedures.tags import Tag
from tests.factories import Life
from tests.journeys.dying import BETWEEN, POINTS, Point, killed_at, work

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


@pytest.mark.parametrize("point", BETWEEN, ids=str)
def test_a_decision_is_signed_by_both_and_stamped_or_not_at_all(
    life: Life, workers: WorkerServices, point: Point
) -> None:
    services = life.services
    life.workers = workers
    dossier_id = life.proposed()
    life.decide(dossier_id)
    outbox.push(services)
    assert killed_at(services.settings, point) == KILLED
    ordered = _result(services, dossier_id)
    assert (ordered.state, ordered.issued_sha256) == (PaperState.ORDERED, None)
    _finish(services, workers)
    issued = _result(services, dossier_id)
    assert issued.state is PaperState.ISSUED
    verdict = verify_bytes(services, services.blobs.get(issued.issued_sha256 or ""))[0]
    assert (verdict.outcome, verdict.reason) == (Outcome.GENUINE, "register-match")
    assert [len(verdict.signers), len(verdict.stamps)] == [2, 1]


def _result(services: Services, dossier_id: UUID) -> Paper:
    with services.reading() as db:
        return db.scalars(
            select(Paper).where(Paper.dossier_id == dossier_id, Paper.is_result)
        ).one()


def test_two_seals_at_once_on_one_paper_are_one(life: Life, workers: WorkerServices) -> None:
    """The same order twice, and an order of its own for the same paper, at the same time."""
    services = life.services
    dossier_id = _receive(life)
    outbox.push(services)
    _print_only(services, workers, dossier_id)
    with services.transaction() as call:
        (row,) = call.db.scalars(
            select(OutboxRow).where(
                OutboxRow.effect == "IssuePaper", OutboxRow.dossier_id == dossier_id
            )
        )
        promise(call, IssuePaper(UUID(row.payload["paper_id"])), dossier_id)
        call.db.flush()
        rows = call.db.scalars(
            select(OutboxRow.id).where(
                OutboxRow.effect == "IssuePaper", OutboxRow.dossier_id == dossier_id
            )
        ).all()
    jobs.install(workers)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(jobs.carry_out, [*rows, *rows]))
    _finish(services, workers)
    _assert_each_issued_once(services, [dossier_id])


def _print_only(services: Services, workers: WorkerServices, dossier_id: UUID) -> None:
    """Print the slip, and leave its sealing to whoever comes."""
    jobs.install(workers)
    with services.reading() as db:
        row_id = db.scalars(
            select(OutboxRow.id).where(
                OutboxRow.effect == "RenderPaper", OutboxRow.dossier_id == dossier_id
            )
        ).one()
    jobs.carry_out(row_id)


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
