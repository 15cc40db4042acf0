"""How much waits in each queue, counted only as far as it matters."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from procedures.people import Actor
from procedures.reads.inbox.queues import Queue, waits_in
from procedures.records import Dossier

COUNTED_TO = 99
"""A longer queue is told as more than this."""


def counts(
    db: Session, actor: Actor, queues: Sequence[Queue], now: datetime
) -> Mapping[Queue, int]:
    """The length of each queue, at most `COUNTED_TO` + 1, in one query."""
    if not queues:
        return {}
    row = db.execute(select(*(_bounded(queue, actor, now) for queue in queues))).one()
    return dict(zip(queues, row, strict=True))


def _bounded(queue: Queue, actor: Actor, now: datetime) -> ScalarSelect[int]:
    some = select(Dossier.id).where(waits_in(queue, actor, now)).limit(COUNTED_TO + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()
