"""A long list a slice at a time, by the key of its edge: nothing is counted, nothing skipped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select
from sqlalchemy.orm import InstrumentedAttribute, Session

SIZE = 40
AnyRow = Row[*tuple[Any, ...]]
Key = InstrumentedAttribute[Any] | ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a slice begins: behind `key`, or before it when `back`."""

    key: str | int
    back: bool = False


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows in the list's order, and the edges of the slices before and after."""

    rows: Sequence[AnyRow]
    previous: Edge | None
    next: Edge | None


def cut(
    db: Session,
    query: Select[*tuple[Any, ...]],
    key: Key,
    edge: Edge | None,
    *,
    newest_first: bool = False,
) -> Slice:
    """The slice behind the edge; `key` is unique in the list, and each row has it as `key`."""
    back = edge is not None and edge.back
    falling = newest_first is not back
    if edge is not None:
        query = query.where(key < edge.key if falling else key > edge.key)
    query = query.order_by(key.desc() if falling else key.asc())
    found = db.execute(query.limit(SIZE + 1)).all()
    more, rows = len(found) > SIZE, list(found[:SIZE])
    if back:
        rows.reverse()
    before = more if back else edge is not None
    behind = True if back else more
    return Slice(
        rows=rows,
        previous=Edge(rows[0].key, back=True) if rows and before else None,
        next=Edge(rows[-1].key) if rows and behind else None,
    )
