"""The ledger: hash-chained and append-only; the database itself refuses UPDATE and DELETE."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, Json


class LedgerEntry(Base):
    """One thing that happened. Each stream (a dossier, the catalogue, ...) is a chain of its own.

    A chain for each stream keeps two dossiers from waiting for one another.
    """

    __tablename__ = "ledger"
    __table_args__ = (
        UniqueConstraint("stream", "seq"),
        CheckConstraint("seq >= 1", name="seq_positive"),
        CheckConstraint("(seq = 1) = (prev_hash = '')", name="chain_start"),
        Index("ix_ledger_dossier_id", "dossier_id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    stream: Mapped[str] = mapped_column(comment="a dossier's id, or catalogue, units, access, ...")
    seq: Mapped[int]
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"))
    at: Mapped[datetime]
    tag: Mapped[str] = mapped_column(comment="source:subject:action, see procedures.tags")
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), comment="acting for")
    from_state: Mapped[str | None]
    to_state: Mapped[str | None]
    detail: Mapped[Json] = mapped_column(comment="facts of the event, digests instead of contents")
    prev_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(comment="SHA-256 over prev_hash and this row's content")


class Chained(Protocol):
    """What a row says, as far as its hash holds it."""

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


def chain_hash(entry: Chained | LedgerEntry) -> str:
    """SHA-256 over the previous hash and everything the row says, as canonical JSON."""
    content = {
        "stream": entry.stream,
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "tag": entry.tag,
        "actor": str(entry.actor_id or ""),
        "unit": entry.unit_id,
        "from": entry.from_state,
        "to": entry.to_state,
        "detail": entry.detail,
        "prev": entry.prev_hash,
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
