"""/healthz: one look at database, queue, workers and outbox, for a balancer or a supervisor."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Flask, Response, jsonify

from portal.auth import open_to_all
from portal.watching.probes import Health, Part, Probes
from portal.wiring import Services
from procedures.reads.health import MOST_WAITING, OutboxState


def init_app(app: Flask) -> None:
    """Serve the answer; 503 as long as a part is down or a queue has no worker."""
    services: Services = app.extensions["services"]
    probes = app.extensions["probes"] = Probes(services)

    @app.get("/healthz", endpoint="healthz")
    @open_to_all
    def healthz() -> tuple[Response, HTTPStatus]:
        health = probes.health()
        status = HTTPStatus.OK if health.well else HTTPStatus.SERVICE_UNAVAILABLE
        response = jsonify(_facts(health))
        response.headers["Cache-Control"] = "no-store"
        return response, status


def _facts(health: Health) -> Mapping[str, object]:
    return {
        "status": "ok" if health.well else "down",
        "database": _part(health.database),
        "queue": _part(health.queue),
        "workers": dict(health.workers),
        "outbox": _outbox(health.outbox) if health.outbox else None,
    }


def _part(part: Part) -> Mapping[str, object]:
    fault = {"fault": part.fault} if part.fault else {}
    return {"state": "up" if part.up else "down", "ms": part.milliseconds, **fault}


def _outbox(outbox: OutboxState) -> Mapping[str, object]:
    return {
        "waiting": outbox.waiting,
        "or_more": outbox.waiting >= MOST_WAITING,
        "oldest_seconds": outbox.oldest_seconds,
        "failed": outbox.failed,
    }
