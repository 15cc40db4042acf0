"""Workers for tests: fakes wherever a press, a key or an authority is not the subject."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from portal import jobs, outbox
from portal.wiring import Services, WorkerServices
from procedures.papers.spreadsheet import XlsxSpreadsheets
from tests.fakes import (
    FakeCheck,
    FakeCodes,
    FakeCopier,
    FakeCourier,
    FakeHand,
    FakeKeys,
    FakeLists,
    FakePress,
    FakeSeal,
)


def fake_workers(services: Services, courier: FakeCourier) -> WorkerServices:
    """What carries out effects in the tests' own process; letters go to the courier."""
    return WorkerServices(
        shared=services,
        press=FakePress(),
        spreadsheets=XlsxSpreadsheets(),
        seal=FakeSeal(),
        copier=FakeCopier(),
        checker=FakeCheck(),
        courier=courier,
        hand=FakeHand(),
        signers={},
        keys=FakeKeys(),
        codes=FakeCodes(),
        lists=FakeLists(),
    )


@contextmanager
def working(workers: WorkerServices) -> Iterator[None]:
    """A worker of all queues beside the browser, as quick as the sweep."""
    ended = threading.Event()

    def work() -> None:
        jobs.install(workers)
        while not ended.wait(0.1):
            for row in outbox._take(workers.shared):  # noqa: SLF001 - what a push would hand on
                jobs.carry_out(row.id)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
