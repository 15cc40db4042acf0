"""Whether the system says truthfully that it is well, quickly, and to whom it shows its numbers."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from redis.exceptions import ConnectionError as NoQueueError
from rq import SimpleWorker
from rq.serializers import JSONSerializer
from sqlalchemy import insert

from portal import outbox
from portal.app import create_app
from portal.settings import Settings
from portal.watching import probes
from portal.wiring import Services, utc_now
from procedures.effects import Queue
from procedures.reads import health
from procedures.records import OutboxRow
from tests.factories import Life
from tests.pages import PageClient

NOWHERE = {
    "database_url": "postgresql+psycopg://x@127.0.0.1:1/x",
    "redis_url": "redis://127.0.0.1:1/0",
}


@pytest.fixture
def staffed(services: Services) -> Iterator[dict[Queue, SimpleWorker]]:
    """A worker at each queue, as it registers itself."""
    workers = {
        queue: SimpleWorker(
            [outbox.queue_of(services, queue)],
            connection=services.queue,
            serializer=JSONSerializer,
        )
        for queue in Queue
    }
    for worker in workers.values():
        worker.register_birth()  # type: ignore[no-untyped-call]
    yield workers
    for worker in workers.values():
        worker.register_death()  # type: ignore[no-untyped-call]


def waiting(services: Services, number: int, *, failed: bool = False) -> None:
    """Effects that nobody has carried out."""
    then = utc_now() - timedelta(minutes=5)
    row = {
        "effect": "Notify",
        "payload": {},
        "queue": Queue.NOTICES,
        "created_at": then,
        "failed_at": then if failed else None,
        "attempts": 0,
        "last_error": "",
    }
    with services.transaction() as call:
        call.db.execute(insert(OutboxRow), [row] * number)


def numbers(client: PageClient) -> dict[str, float]:
    """The metrics by name and labels."""
    text = client.http.get("/metrics").get_data(as_text=True)
    return {
        f"{sample.name}{sorted(sample.labels.items())}": sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_all_is_well_when_every_queue_has_a_worker(
    client: PageClient, staffed: dict[Queue, SimpleWorker]
) -> None:
    answer = client.http.get("/healthz")
    said = answer.get_json()
    assert answer.status_code == 200, said
    assert said["status"] == "ok"
    assert said["workers"] == {queue.value: 1 for queue in Queue}
    assert said["database"]["state"] == said["queue"]["state"] == "up"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert set(staffed) == set(Queue)


@pytest.mark.parametrize("missing", Queue)
def test_a_queue_without_a_worker_is_no_health(
    client: PageClient, staffed: dict[Queue, SimpleWorker], missing: Queue
) -> None:
    staffed[missing].register_death()  # type: ignore[no-untyped-call]
    answer = client.http.get("/healthz")
    assert answer.status_code == 503
    assert answer.get_json()["workers"][missing.value] == 0


def test_a_worker_that_fell_silent_is_dead_unless_it_is_busy(
    client: PageClient, services: Services, staffed: dict[Queue, SimpleWorker]
) -> None:
    worker = staffed[Queue.PAPERS]
    long_ago = (utc_now() - 2 * probes.SILENCE).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    services.queue.hset(worker.key, "last_heartbeat", long_ago)
    assert client.http.get("/healthz").status_code == 503
    services.queue.hset(worker.key, "state", "busy")
    assert client.http.get("/healthz").status_code == 200
    services.queue.delete(worker.key)
    assert client.http.get("/healthz").status_code == 503


def test_what_waits_is_counted_up_to_a_limit(
    client: PageClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting(services, 3)
    waiting(services, 2, failed=True)
    said = client.http.get("/healthz").get_json()["outbox"]
    assert (said["waiting"], said["failed"], said["or_more"]) == (3, 2, False)
    assert 299 < said["oldest_seconds"] < 360
    monkeypatch.setattr(health, "MOST_WAITING", 3)
    waiting(services, 9)
    with services.reading() as db:
        assert health.outbox_state(db, utc_now()).waiting == 3


def test_nothing_waits(client: PageClient) -> None:
    said = client.http.get("/healthz").get_json()["outbox"]
    assert said == {"waiting": 0, "failed": 0, "or_more": False, "oldest_seconds": None}


@pytest.mark.parametrize(("part", "field"), [("database", "database_url"), ("queue", "redis_url")])
def test_a_part_that_is_down_is_named_quickly(settings: Settings, part: str, field: str) -> None:
    app = create_app(replace(settings, **{field: NOWHERE[field]}))  # type: ignore[arg-type]
    began = time.perf_counter()
    answer = app.test_client().get("/healthz")
    assert time.perf_counter() - began < 3
    said = answer.get_json()
    assert answer.status_code == 503
    assert said["status"] == "down"
    assert said[part]["state"] == "down"
    assert "127.0.0.1" not in answer.get_data(as_text=True)
    metrics = app.test_client().get("/metrics")
    assert metrics.status_code == 200
    assert f'portal_up{{part="{part}"}} 0.0' in metrics.get_data(as_text=True)


def test_a_part_that_hangs_is_given_up(
    app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(*_args: object) -> object:
        raise NoQueueError

    monkeypatch.setattr("portal.watching.probes.get_keys", hang)
    answer = client.http.get("/healthz")
    assert answer.status_code == 503
    assert answer.get_json()["queue"]["fault"] == "ConnectionError"
    assert "probes" in app.extensions


def test_requests_are_counted_by_endpoint_and_status(client: PageClient) -> None:
    client.http.get("/thu-tuc")
    client.http.get("/thu-tuc/9.999999")
    client.http.open("/thu-tuc", method="BREW")
    client.http.get("/khong-co-trang-nay")
    found = numbers(client)

    def requests(endpoint: str, method: str, status: int) -> float:
        labels = [("endpoint", endpoint), ("method", method), ("status", str(status))]
        return found[f"portal_requests_total{labels}"]

    assert requests("public.catalogue", "GET", 200) == 1
    assert requests("public.procedure", "GET", 404) == 1
    assert requests("none", "other", 405) == 1
    assert requests("none", "GET", 404) == 1
    assert found["portal_request_seconds_count[('endpoint', 'public.catalogue')]"] == 1


def test_what_piles_up_is_shown(
    client: PageClient, life: Life, services: Services, staffed: dict[Queue, SimpleWorker]
) -> None:
    life.received()
    life.in_progress()
    waiting(services, 2)
    found = numbers(client)
    assert found["portal_dossiers_open[('state', 'received')]"] == 1
    assert found["portal_dossiers_open[('state', 'in_progress')]"] == 1
    assert found["portal_dossiers_open_capped[]"] == 0
    assert found["portal_outbox_waiting[]"] >= 2
    for queue in staffed:
        assert found[f"portal_workers[('queue', '{queue.value}')]"] == 1
    assert found["portal_up[('part', 'database')]"] == 1


def test_dossiers_are_counted_only_so_far(
    life: Life, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        life.submitted()
    monkeypatch.setattr(health, "MOST_OPEN", 2)
    with services.reading() as db:
        found = health.open_dossiers(db)
    assert found.capped
    assert sum(found.by_state.values()) == 3


def test_metrics_are_for_this_machine_alone(client: PageClient) -> None:
    outside = {"REMOTE_ADDR": "203.0.113.7"}
    assert client.http.get("/metrics", environ_base=outside).status_code == 404
    through = {"X-Forwarded-For": "203.0.113.7"}
    assert client.http.get("/metrics", headers=through).status_code == 404
    assert client.http.get("/metrics", environ_base={"REMOTE_ADDR": ""}).status_code == 404
    assert client.http.get("/metrics", environ_base={"REMOTE_ADDR": "::1"}).status_code == 200


def test_processes_add_up_and_the_long_dead_are_forgotten(
    app: Flask, settings: Settings, client: PageClient
) -> None:
    client.http.get("/tro-giup")
    sibling = create_app(settings)
    folder = settings.var_dir / "metrics"
    old = folder / "counter_999999.db"
    old.write_bytes(next(folder.glob("counter_*.db")).read_bytes())
    key = "portal_requests_total[('endpoint', 'public.help_page'), ('method', 'GET'), "
    key += "('status', '200')]"
    assert numbers(client)[key] == 2
    touch(old, days=2)
    sibling.test_client().get("/tro-giup")
    assert not old.exists()
    assert app is not sibling


def touch(file: Path, *, days: int) -> None:
    then = time.time() - days * 86_400
    os.utime(file, (then, then))
