"""Writing to the ledger: each stream is a chain in which every row holds the hash before it."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select

from procedures.acts.call import Call
from procedures.records import LedgerEntry
from procedures.records.ledger import chain_hash
from procedures.tags import Tag


def append(
    call: Call,
    stream: str,
    tag: Tag,
    *,
    detail: Mapping[str, object] | None = None,
    dossier_id: UUID | None = None,
    unit_id: int | None = None,
    states: tuple[str | None, str | None] = (None, None),
) -> LedgerEntry:
    """Append one row to `stream`.

    A dossier's stream is guarded by the dossier's row lock; the other streams take an advisory
    lock of their own until the transaction ends.
    """
    if dossier_id is None:
        call.db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(stream, 0))))
    last = call.db.execute(
        select(LedgerEntry.seq, LedgerEntry.hash)
        .where(LedgerEntry.stream == stream)
        .order_by(LedgerEntry.seq.desc())
        .limit(1)
    ).first()
    entry = LedgerEntry(
        stream=stream,
        seq=last.seq + 1 if last else 1,
        dossier_id=dossier_id,
        at=call.now,
        tag=tag.value,
        actor_id=call.actor.person_id,
        unit_id=unit_id,
        from_state=states[0],
        to_state=states[1],
        detail=dict(detail or {}),
        prev_hash=last.hash if last else "",
    )
    entry.hash = chain_hash(entry)
    call.db.add(entry)
    call.db.flush()
    return entry
