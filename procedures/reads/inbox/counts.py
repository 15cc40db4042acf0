"""How much waits in each queue, counted only as far as it matters."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from procedures.people import Actor
from procedures.reads.inbox.queues import Queue, waits_in, who_asks
from procedures.records import Dossier

COUNTED_TO = 99
"""A longer queue is told as more than this."""


def counts(
    db: Session, actor: Actor, queues: tuple[Queue, ...], now: datetime
) -> Mapping[Queue, int]:
    """The length of each queue, at most `COUNTED_TO` + 1, in one query."""
    if not queues:
        return {}
    row = db.execute(_lengths(queues), who_asks(actor, now)).one()
    return dict(zip(queues, row, strict=True))


@cache
def _lengths(queues: tuple[Queue, ...]) -> Select[*tuple[int, ...]]:
    """Written once for each set of queues: to write it takes longer than to answer it."""
    return select(*(_bounded(queue) for queue in queues))


def _bounded(queue: Queue) -> ScalarSelect[int]:
    some = select(Dossier.id).where(waits_in(queue)).limit(COUNTED_TO + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()
