"""Moves committed effects into RQ; what a crash or an emptied queue lost, the sweep brings back.

The outbox row is the truth, the queue a hint: a job that comes twice, late or never does no harm.
"""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

import structlog
from redis.exceptions import RedisError
from rq import Queue as RqQueue
from rq.serializers import JSONSerializer
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from portal.wiring import Services, utc_now
from procedures.effects import Again, MakeExport, Queue
from procedures.records import OutboxRow

JOB: Mapping[Queue, str] = MappingProxyType(
    {
        Queue.PAPERS: "portal.jobs.carry_out",
        Queue.NOTICES: "portal.jobs.carry_out",
        Queue.EXPORTS: "portal.jobs.carry_out_apart",
        Queue.SIGNINGS: "portal.jobs.carry_out",
    }
)
BATCH = 200
MOST_ATTEMPTS = 8
KEEP_SECONDS = 3600
"""How long RQ remembers a finished or failed job; the outbox remembers for ever."""

PATIENCE: Mapping[str, int] = MappingProxyType({MakeExport.__name__: 5})
"""How many times the usual a job may take: a register of 2,000 entries is a minute's printing."""

log = structlog.get_logger(__name__)


def push(services: Services) -> int:
    """Hand every waiting effect to its queue; returns how many.

    A queue that does not answer is no reason to fail: the rows stay and the sweep comes again.
    The rows are marked and let go first: a worker passes over a row that is still locked, so a
    job that overtook this commit would be lost until its lease runs out.
    """
    rows = _take(services)
    for number, row in enumerate(rows):
        try:
            _enqueue(services, row)
        except RedisError as fault:
            log.warning("queue does not answer", error=type(fault).__name__, waiting=len(rows))
            _give_back(services, rows[number:])
            return number
    return len(rows)


def _take(services: Services) -> list[OutboxRow]:
    with services.sessions.begin() as db:
        rows = _waiting(db, services)
        for row in rows:
            row.enqueued_at = utc_now()
        return rows


def _give_back(services: Services, rows: list[OutboxRow]) -> None:
    with services.sessions.begin() as db:
        db.execute(
            update(OutboxRow)
            .where(OutboxRow.id.in_([row.id for row in rows]), OutboxRow.done_at.is_(None))
            .values(enqueued_at=None)
        )


def _waiting(db: Session, services: Services) -> list[OutboxRow]:
    """Rows never enqueued, and rows whose job has been silent for longer than the lease."""
    silent = utc_now() - timedelta(seconds=services.settings.lease_seconds)
    return list(
        db.scalars(
            select(OutboxRow)
            .where(
                OutboxRow.done_at.is_(None),
                OutboxRow.failed_at.is_(None),
                or_(OutboxRow.enqueued_at.is_(None), OutboxRow.enqueued_at < silent),
            )
            .order_by(OutboxRow.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
    )


def _enqueue(services: Services, row: OutboxRow) -> None:
    queue_of(services, row.queue).enqueue_call(
        JOB[row.queue],
        args=(row.id,),
        timeout=services.settings.job_seconds * PATIENCE.get(row.effect, 1),
        result_ttl=0,
        failure_ttl=KEEP_SECONDS,
    )


def queue_of(services: Services, queue: Queue) -> RqQueue:
    """The RQ queue of that name; jobs are plain JSON."""
    return RqQueue(queue.value, connection=services.queue, serializer=JSONSerializer)


def postpone(services: Services, row: OutboxRow, again: Again) -> None:
    """Let the row come again after so many seconds; a look that went well forgives failures."""
    wait = timedelta(seconds=again.seconds - services.settings.lease_seconds)
    row.enqueued_at = utc_now() + wait if again.seconds else None
    row.attempts = 1
    row.last_error = again.fault


def record_failure(services: Services, row_id: int, error: Exception) -> None:
    """Keep the attempt and its error's type beside the row; after many it waits for a person."""
    with services.sessions.begin() as db:
        row = db.get(OutboxRow, row_id, with_for_update=True)
        if row is None or row.done_at is not None:
            return
        row.attempts += 1
        row.last_error = describe(error)
        if row.attempts >= MOST_ATTEMPTS:
            row.failed_at = utc_now()
        else:
            row.enqueued_at = utc_now() + _patience(row.attempts, services.settings.lease_seconds)


def describe(error: Exception) -> str:
    """The error's type and, for our own refusals, its message id: nothing personal."""
    msgid = getattr(error, "msgid", "")
    return f"{type(error).__name__}: {msgid}" if msgid else type(error).__name__


def _patience(attempts: int, lease_seconds: int) -> timedelta:
    """Time added to the lease before the next try: 1, 2, 4 ... seconds, at most five minutes."""
    wait = min(2 ** (attempts - 1), 300)
    return timedelta(seconds=wait - lease_seconds)
