"""The ledger's chains that belong to no dossier: read, recounted, and who was turned away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from procedures.reads.administration.slices import Edge, cut
from procedures.records import Account, LedgerEntry, Person
from procedures.records.base import Json
from procedures.records.ledger import chain_hash

MOST_CHECKED = 2000


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """Whether the newest rows of a chain hang together; `broken_at` is the first that does not.

    `first` is 1 when the whole chain was recounted.
    """

    stream: str
    first: int
    last: int
    last_hash: str
    broken_at: int | None

    @property
    def sound(self) -> bool:
        return self.broken_at is None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a chain. `who` is the account's name, or the person's where there is no account."""

    seq: int
    at: datetime
    tag: str
    who: str
    detail: Json
    hash: str


@dataclass(frozen=True, slots=True)
class Entries:
    """A slice of a chain, the newest first."""

    items: tuple[Entry, ...]
    previous: Edge | None
    next: Edge | None


def check_chain(db: Session, stream: str) -> ChainCheck:
    """Recount the hashes of the newest `MOST_CHECKED` rows of one chain."""
    return check_chains(db, [stream])[0]


def check_chains(db: Session, streams: Sequence[str]) -> tuple[ChainCheck, ...]:
    """The same for several chains, in one question."""
    newest = [_newest(stream) for stream in streams]
    found: dict[str, list[LedgerEntry]] = {stream: [] for stream in streams}
    query = select(LedgerEntry).from_statement(union_all(*newest))
    for row in db.scalars(query):
        found[row.stream].append(row)
    return tuple(_check(stream, rows) for stream, rows in found.items())


def _newest(stream: str) -> Select[LedgerEntry]:
    return (
        select(LedgerEntry)
        .where(LedgerEntry.stream == stream)
        .order_by(LedgerEntry.seq.desc())
        .limit(MOST_CHECKED)
    )


def _check(stream: str, found: list[LedgerEntry]) -> ChainCheck:
    rows = sorted(found, key=lambda row: row.seq)
    return ChainCheck(
        stream=stream,
        first=rows[0].seq if rows else 0,
        last=rows[-1].seq if rows else 0,
        last_hash=rows[-1].hash if rows else "",
        broken_at=_broken_at(rows),
    )


def _broken_at(rows: Sequence[LedgerEntry]) -> int | None:
    for place, row in enumerate(rows):
        before = rows[place - 1] if place else None
        follows = before is None or (row.seq == before.seq + 1 and row.prev_hash == before.hash)
        if not follows or row.hash != chain_hash(row):
            return row.seq
    return None


def entries(db: Session, stream: str, edge: Edge | None = None) -> Entries:
    """What was done, by whom and when."""
    columns: tuple[Any, ...] = (
        LedgerEntry.seq.label("key"),
        LedgerEntry.at,
        LedgerEntry.tag,
        func.coalesce(Account.username, Person.full_name, ""),
        LedgerEntry.detail,
        LedgerEntry.hash,
    )
    query = (
        select(*columns)
        .outerjoin(Person, Person.id == LedgerEntry.actor_id)
        .outerjoin(Account, Account.person_id == LedgerEntry.actor_id)
        .where(LedgerEntry.stream == stream)
    )
    found = cut(db, query, LedgerEntry.seq, edge, newest_first=True)
    return Entries(tuple(Entry(*row) for row in found.rows), found.previous, found.next)
