"""Exports keep nobody waiting: a queue of their own, each made by a process that ends with it."""

import sys
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import jobs, outbox
from portal.wiring import Services, worker_services
from procedures.acts.order_export import order_register
from procedures.effects import QUEUE_OF, MakeExport, Queue
from procedures.records import Export, OutboxRow
from procedures.records.export import ExportFormat
from procedures.records.register import Book, Window
from tests.factories import Life

CLERK = "motcua.tanmy"


@pytest.fixture
def row_id(life: Life) -> int:
    """The effect of an order that a clerk has placed."""
    clerk = life.actor(CLERK)
    with life.services.transaction(clerk) as call:
        unit_id = clerk.posts[0].unit_id
        window = Window(unit_id, Book.RECEIVED, call.today - timedelta(days=1), call.today)
        order_register(call, window, ExportFormat.XLSX)
    return row(life).id


def row(life: Life) -> OutboxRow:
    with life.services.reading() as db:
        return db.scalars(select(OutboxRow).where(OutboxRow.effect == MakeExport.__name__)).one()


def test_only_exports_wait_for_exports(services: Services, row_id: int) -> None:
    assert [effect for effect, queue in QUEUE_OF.items() if queue is Queue.EXPORTS] == [MakeExport]
    outbox.push(services)
    (waiting,) = outbox.queue_of(services, Queue.EXPORTS).get_jobs()
    assert str(waiting.func_name).endswith("carry_out_apart")
    assert waiting.args == [row_id]


def test_a_process_makes_the_file_and_ends(
    life: Life, row_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = life.services.settings
    monkeypatch.setenv("VAR_DIR", str(settings.var_dir))
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("REDIS_URL", settings.redis_url)
    jobs.install(worker_services(life.services, Queue.EXPORTS))
    jobs.carry_out_apart(row_id)
    assert row(life).done_at is not None, row(life).last_error
    with life.services.reading() as db:
        export = db.scalars(select(Export)).one()
    assert export.sha256 is not None
    assert life.services.blobs.get(export.sha256).startswith(b"PK")


def test_a_process_that_dies_is_noted(
    life: Life, row_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    jobs.install(worker_services(life.services, Queue.EXPORTS))
    jobs.carry_out_apart(row_id)
    found = row(life)
    assert (found.attempts, found.done_at) == (1, None)
    assert found.last_error == "CalledProcessError"
