"""One ledger row for each dossier that was carried over, chained like every other."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from procedures.acts.call import Call
from procedures.records.base import Json
from procedures.records.ledger import chain_hash
from procedures.tags import Tag

BATCH = 2000
_LAST = text(
    """
    SELECT c.id, c.state, c.old_place, c.new_place, c.old_desk, c.new_desk,
           c.old_holder, c.new_holder, last.seq, last.hash
    FROM carried AS c
    CROSS JOIN LATERAL (
        SELECT seq, hash FROM ledger WHERE stream = c.id::text ORDER BY seq DESC LIMIT 1
    ) AS last
    """
)
_COPY = (
    "COPY ledger (stream, seq, dossier_id, at, tag, actor_id, unit_id, from_state, to_state, "
    "detail, prev_hash, hash) FROM STDIN"
)


def chain_on(call: Call, document: str, told: Callable[[int, int], None]) -> None:
    """Append to the chain of every dossier in `carried`; tells how many are done, of how many.

    Whoever appends otherwise holds the tree's lock, so no chain grows meanwhile.
    """
    rows = call.db.execute(_LAST).all()
    connection: Any = call.db.connection().connection.driver_connection
    for first in range(0, len(rows), BATCH):
        told(first, len(rows))
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for line in _lines(call, document, rows[first : first + BATCH]):
                copy.write_row(line)
    told(len(rows), len(rows))


@dataclass(slots=True)
class _Link:
    """A ledger row that no session keeps: there are as many as dossiers."""

    stream: str
    seq: int
    at: datetime
    tag: str
    actor_id: UUID | None
    unit_id: int | None
    from_state: str | None
    to_state: str | None
    detail: Json
    prev_hash: str


def _lines(call: Call, document: str, rows: Sequence[Row[Any]]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        link = _link(call, document, row)
        yield (
            link.stream,
            link.seq,
            row.id,
            link.at,
            link.tag,
            link.actor_id,
            link.unit_id,
            link.from_state,
            link.to_state,
            json.dumps(link.detail, ensure_ascii=False),
            link.prev_hash,
            chain_hash(link),
        )


def _link(call: Call, document: str, row: Row[Any]) -> _Link:
    return _Link(
        stream=str(row.id),
        seq=row.seq + 1,
        at=call.now,
        tag=Tag.CARRIED_OVER.value,
        actor_id=call.actor.person_id,
        unit_id=row.new_holder,
        from_state=row.state,
        to_state=row.state,
        detail={
            "document": document,
            "place": [row.old_place, row.new_place],
            "desk": [row.old_desk, row.new_desk],
            "from_unit": row.old_holder,
            "to_unit": row.new_holder,
        },
        prev_hash=row.hash,
    )
