"""/metrics for Prometheus, to this machine alone: requests, their time, and what piles up.

The web runs in several processes. Each writes its numbers to a file of its own below VAR_DIR, and
whichever is asked adds them up; the library wants to be told the folder by the environment.
"""

import os
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar

from flask import Flask, Response, abort, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest, values
from prometheus_client.metrics import Counter, Histogram
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.orm import Session

from portal.auth import open_to_all
from portal.watching.probes import Health, Probes
from portal.wiring import Services, utc_now
from procedures.preservation import load_policy
from procedures.reads.administration.keys import first_end
from procedures.reads.administration.lists import first_overdue
from procedures.reads.administration.trust import first_end_of_trust
from procedures.reads.health import OpenDossiers, open_dossiers
from procedures.reads.renewals import Ended, ended_files

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
A_DAY = 24 * 60 * 60

Answer = TypeVar("Answer")


def init_app(app: Flask) -> None:
    """Count every request, and show the sums to whoever asks from this machine."""
    services: Services = app.extensions["services"]
    folder = services.settings.var_dir / "metrics"
    counters = _Counters(folder)
    piles = _Piles(app.extensions["probes"])

    @app.after_request
    def count(response: Response) -> Response:
        counters.count(request.endpoint or "none", request.method, response.status_code)
        return response

    @app.get("/metrics", endpoint="metrics")
    @open_to_all
    def metrics() -> Response:
        if not _from_this_machine():
            abort(404)
        registry = CollectorRegistry()
        registry.register(piles)
        folder.mkdir(parents=True, exist_ok=True)
        MultiProcessCollector(registry, str(folder))  # type: ignore[no-untyped-call]
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _from_this_machine() -> bool:
    """Asked directly on the loopback; what a proxy on this machine passes on comes from outside."""
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


class _Counters:
    """Made at the first request of a process, so that commands leave no files behind."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: tuple[Counter, Histogram] | None = None

    def count(self, endpoint: str, method: str, status: int) -> None:
        """One request answered."""
        self._made = self._made or self._make()
        requests, seconds = self._made
        verb = method if method in METHODS else "other"
        requests.labels(endpoint, verb, str(status)).inc()
        if "began" in g:
            seconds.labels(endpoint).observe(time.perf_counter() - g.began)

    def _make(self) -> tuple[Counter, Histogram]:
        self._folder.mkdir(parents=True, exist_ok=True)
        _forget_the_dead(self._folder)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(self._folder)
        values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]
        return (
            Counter(
                "portal_requests",
                "Requests answered.",
                ("endpoint", "method", "status"),
                registry=None,
            ),
            Histogram(
                "portal_request_seconds",
                "Time to an answer.",
                ("endpoint",),
                registry=None,
                buckets=BUCKETS,
            ),
        )


def _forget_the_dead(folder: Path) -> None:
    """Remove what processes left that ended long ago; sums may fall, as at any restart."""
    for file in folder.glob("*.db"):
        if time.time() - file.stat().st_mtime > A_DAY:
            file.unlink(missing_ok=True)


class _Piles(Collector):
    """What is asked anew at every look: parts, workers, outbox, open dossiers."""

    def __init__(self, probes: Probes) -> None:
        self._probes = probes

    def collect(self) -> Iterator[Metric]:
        health = self._probes.health()
        yield from _of_parts(health)
        if health.outbox is not None:
            yield _gauge("portal_outbox_waiting", "Effects that wait.", health.outbox.waiting)
            yield _gauge("portal_outbox_failed", "Effects given up.", health.outbox.failed)
            age = health.outbox.oldest_seconds or 0.0
            yield _gauge("portal_outbox_oldest_seconds", "Age of the oldest that waits.", age)
        dossiers = self._asked(open_dossiers) if health.database.up else None
        if dossiers is not None:
            yield from _of_dossiers(dossiers)
        ends = self._asked(first_end) if health.database.up else None
        if ends is not None:
            left = (ends - utc_now()).total_seconds()
            yield _gauge("portal_signing_key_seconds_left", "Until a certificate ends.", left)
        trusted = self._asked(first_end_of_trust) if health.database.up else None
        if trusted is not None:
            left = (trusted - utc_now()).total_seconds()
            yield _gauge("portal_trust_anchor_seconds_left", "Until a trusted one ends.", left)
        overdue = self._asked(first_overdue) if health.database.up else None
        if overdue is not None:
            left = (overdue - utc_now()).total_seconds()
            help_text = "Until a list of revoked certificates is overdue; below zero: it is."
            yield _gauge("portal_revocation_list_seconds_left", help_text, left)

        ended = self._asked(_ended_now) if health.database.up else None
        if ended is not None:
            yield _of_stamps(ended)

    def _asked(self, question: Callable[[Session], Answer]) -> Answer | None:
        try:
            with Session(self._probes.engine) as db:
                return question(db)
        except Exception:  # noqa: BLE001 - a look at the numbers never fails because of one
            return None


def _ended_now(db: Session) -> Ended:
    return ended_files(db, load_policy(), utc_now())


def _of_stamps(ended: Ended) -> Metric:
    help_text = "Files whose newest time stamp has ended: too late to renew."
    files = GaugeMetricFamily("portal_time_stamps_ended", help_text, labels=["kind"])
    files.add_metric(["papers"], ended.papers)
    files.add_metric(["evidence"], ended.evidence)
    return files


def _of_parts(health: Health) -> Iterator[Metric]:
    up = GaugeMetricFamily("portal_up", "Whether a part answers.", labels=["part"])
    up.add_metric(["database"], float(health.database.up))
    up.add_metric(["queue"], float(health.queue.up))
    yield up
    workers = GaugeMetricFamily("portal_workers", "Living workers of a queue.", labels=["queue"])
    for queue, number in health.workers.items():
        workers.add_metric([queue], number)
    yield workers


def _of_dossiers(dossiers: OpenDossiers) -> Iterator[Metric]:
    held = GaugeMetricFamily("portal_dossiers_open", "Dossiers in hand.", labels=["state"])
    for state, number in dossiers.by_state.items():
        held.add_metric([state.value], number)
    yield held
    yield _gauge("portal_dossiers_open_capped", "1: more than were counted.", dossiers.capped)


def _gauge(name: str, help_text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, help_text, value=value)
