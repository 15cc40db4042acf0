"""Papers a second through the whole path with two workers, and a worker's memory over many papers.

Both beside plain WeasyPrint, in the same run and with as many processes.
"""

import gc
import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import psutil
from weasyprint import HTML

from benchmarks.ground import Ground, served_pki
from benchmarks.line import Line
from benchmarks.paper import Order, birth_certificate, issue, plain_html, pointed
from portal.settings import Settings
from portal.wiring import WorkerServices, services, worker_services

_MEGABYTE = 1024 * 1024
NOTE = (
    "each paper differs; printed, signed by leader and agency, time-stamped thrice over HTTP, "
    "stored; revocation data kept within its validity; the test PKI shares the machine"
)


@dataclass(frozen=True, slots=True)
class _Work:
    """What a process of its own is told."""

    settings: Settings
    order: Order
    plain: str
    papers: int


def measure(ground: Ground) -> Iterator[Line]:
    """Papers a second of two workers, then the memory of one."""
    size = ground.size
    shared = ground.furnished("throughput")
    order = birth_certificate(shared)
    with served_pki(shared.settings.pki_dir) as address:
        told = _Work(
            pointed(shared, address).settings,
            order,
            plain_html(shared, order),
            size.papers_each,
        )
        shared.engine.dispose()
        with ProcessPoolExecutor(size.workers, multiprocessing.get_context("spawn")) as pool:
            list(pool.map(_warm, [told] * size.workers))
            yield _throughput(pool, told, size.workers)
            yield _memory(pool, told, size.papers_long)


def _throughput(pool: ProcessPoolExecutor, told: _Work, workers: int) -> Line:
    ours = _papers_a_second(pool, _issue_many, told, workers)
    plain = _papers_a_second(pool, _print_many, told, workers)
    return Line(
        name=f"throughput of {workers} processes",
        value=round(ours, 3),
        unit="papers/s",
        compared_to="as many processes that only call plain WeasyPrint write_pdf(), unsigned",
        compared_value=round(plain, 3),
        ratio=round(ours / plain, 3),
        runs=told.papers * workers,
        note=NOTE,
    )


def _papers_a_second(
    pool: ProcessPoolExecutor,
    work: Callable[[tuple[_Work, int]], None],
    told: _Work,
    workers: int,
) -> float:
    began = time.perf_counter()
    list(pool.map(work, [(told, number) for number in range(workers)]))
    return workers * told.papers / (time.perf_counter() - began)


def _memory(pool: ProcessPoolExecutor, told: _Work, papers: int) -> Line:
    """One worker: how much it holds after the first tenth, and at the end."""
    early = max(papers // 10, 1)
    first, last = pool.submit(_hold, told, early, papers).result()
    slope = (last - first) / max(papers - early, 1) * 1000
    return Line(
        name=f"throughput, memory of a worker after {papers} papers",
        value=round(last, 3),
        unit="MB",
        compared_to=f"the same worker after {early} papers",
        compared_value=round(first, 3),
        ratio=round(last / first, 3),
        runs=papers,
        note=f"{slope:+.2f} MB in a thousand papers",
    )


class _Here:
    """The services of this process, opened once."""

    worker: WorkerServices | None = None


def _worker(told: _Work) -> WorkerServices:
    if _Here.worker is None:
        _Here.worker = worker_services(services(told.settings))
        gc.freeze()  # as a worker does at its start
    return _Here.worker


def _warm(told: _Work) -> None:
    """Load everything, and let the other process be given its share too."""
    issue(_worker(told), told.order.numbered(1))
    HTML(string=told.plain).write_pdf()
    time.sleep(1)


def _issue_many(told_and_number: tuple[_Work, int]) -> None:
    told, number = told_and_number
    for turn in range(told.papers):
        issue(_worker(told), told.order.numbered(2 + number * told.papers + turn))


def _print_many(told_and_number: tuple[_Work, int]) -> None:
    told, _ = told_and_number
    gc.unfreeze()  # plain printing knows nothing of that
    for _turn in range(told.papers):
        HTML(string=told.plain).write_pdf()


def _hold(told: _Work, early: int, papers: int) -> tuple[float, float]:
    worker, process, first = _worker(told), psutil.Process(), 0.0
    for turn in range(papers):
        issue(worker, told.order.numbered(1 + turn))
        if turn + 1 == early:
            first = process.memory_info().rss / _MEGABYTE
    return first, process.memory_info().rss / _MEGABYTE
