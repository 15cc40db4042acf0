"""Asks each part of the system whether it answers, with short patience, and never raises."""

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue as RqQueue
from rq.worker_registration import get_keys
from sqlalchemy import Engine, NullPool, create_engine
from sqlalchemy.orm import Session

from portal.wiring import Services, utc_now
from procedures.effects import Queue
from procedures.reads.health import OutboxState, answers, outbox_state

PATIENCE = 1.0
"""Seconds; the library of the database waits two for a connection at least."""

SILENCE = timedelta(seconds=60)
"""A worker without a job says that it lives every quarter of a minute."""


@dataclass(frozen=True, slots=True)
class Part:
    """Whether a part answered, and how fast; `fault` names the kind of error and nothing else."""

    up: bool
    milliseconds: float
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """The state of every part; `outbox` and `workers` are unknown where their keeper is down."""

    database: Part
    queue: Part
    workers: Mapping[str, int]
    outbox: OutboxState | None

    @property
    def well(self) -> bool:
        """Whether a dossier that is handed in now would be worked on."""
        staffed = all(self.workers.get(queue.value) for queue in Queue)
        return self.database.up and self.queue.up and staffed


class Probes:
    """Connections of its own, so that a full pool or a patient client cannot hide the truth."""

    def __init__(self, services: Services) -> None:
        self._settings = services.settings
        self.engine: Engine = create_engine(
            services.engine.url,
            poolclass=NullPool,
            connect_args={
                "connect_timeout": int(PATIENCE),
                "options": f"-c timezone=UTC -c statement_timeout={int(PATIENCE * 1000)}",
            },
        )

    def health(self) -> Health:
        """Ask everything once."""
        outbox: list[OutboxState] = []
        workers: dict[str, int] = {}
        database = _tried(lambda: outbox.append(self._ask_database()))
        queue = _tried(lambda: workers.update(self._ask_queue()))
        return Health(database, queue, workers, outbox[0] if outbox else None)

    def _ask_database(self) -> OutboxState:
        with Session(self.engine) as db:
            answers(db)
            return outbox_state(db, utc_now())

    def _ask_queue(self) -> dict[str, int]:
        client = Redis.from_url(
            self._settings.redis_url,
            socket_connect_timeout=PATIENCE,
            socket_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )
        with closing(client) as connection:
            connection.ping()
            return {queue.value: _living(connection, queue, utc_now()) for queue in Queue}


def _living(connection: Redis, queue: Queue, now: datetime) -> int:
    """Workers of the queue that have a job in hand, or said lately that they live."""
    keys = sorted(get_keys(RqQueue(queue.value, connection=connection)))
    with connection.pipeline(transaction=False) as asked:
        for key in keys:
            asked.hmget(key, ["state", "last_heartbeat"])
        rows = asked.execute()
    return sum(_lives(state, beat, now) for state, beat in rows)


def _lives(state: bytes | None, beat: bytes | None, now: datetime) -> bool:
    """A busy worker's row expires by itself when its job has lasted too long."""
    if beat is None:
        return False
    return state == b"busy" or now - datetime.fromisoformat(beat.decode()) < SILENCE


def _tried(ask: Callable[[], object]) -> Part:
    began = time.perf_counter()
    try:
        ask()
    except Exception as fault:  # noqa: BLE001 - whatever it is, the part does not answer
        return Part(up=False, milliseconds=_since(began), fault=type(fault).__name__)
    return Part(up=True, milliseconds=_since(began))


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)
