"""The ledger of a dossier as officers read it, and whether its chain still holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Integer, cast, select
from sqlalchemy.orm import Session

from procedures.lifecycle import State
from procedures.records import LedgerEntry, Person, SupplementRequest, UnitRow
from procedures.records.ledger import chain_hash
from procedures.routing import Text
from procedures.tags import TITLES, Tag


@dataclass(frozen=True, slots=True)
class WantedRow:
    """A request to complete the dossier, as it was made and whether it was answered."""

    faults: tuple[Mapping[str, str], ...]
    reason: str
    respond_by: date
    answered_at: datetime | None

    def awaits(self, day: date) -> bool:
        """Whether on that day the applicant still has time to answer."""
        return self.answered_at is None and day <= self.respond_by


@dataclass(frozen=True, slots=True)
class EventRow:
    """One row of the ledger. `title` is a msgid; `wanted` is set where a supplement was asked."""

    seq: int
    at: datetime
    title: str
    actor: str
    unit: Text | None
    from_state: State | None
    to_state: State | None
    detail: Mapping[str, object]
    wanted: WantedRow | None


@dataclass(frozen=True, slots=True)
class Events:
    """All that happened. `broken_at` is the first row that does not fit the chain, if any."""

    rows: tuple[EventRow, ...]
    broken_at: int | None

    @property
    def holds(self) -> bool:
        return self.broken_at is None

    @property
    def wanted(self) -> WantedRow | None:
        """The last request to complete the dossier, answered or not."""
        return next((row.wanted for row in reversed(self.rows) if row.wanted), None)


def events(db: Session, dossier_id: UUID) -> Events:
    """The dossier's ledger, oldest first, recomputed link by link."""
    rows = db.execute(
        select(LedgerEntry, Person.full_name, UnitRow.name, SupplementRequest)
        .outerjoin(Person, Person.id == LedgerEntry.actor_id)
        .outerjoin(UnitRow, UnitRow.id == LedgerEntry.unit_id)
        .outerjoin(
            SupplementRequest,
            (LedgerEntry.tag == Tag.ASK_SUPPLEMENT.value)
            & (SupplementRequest.dossier_id == LedgerEntry.dossier_id)
            & (SupplementRequest.ordinal == cast(LedgerEntry.detail["ordinal"].astext, Integer)),
        )
        .where(LedgerEntry.stream == str(dossier_id))
        .order_by(LedgerEntry.seq)
    ).all()
    return Events(
        rows=tuple(_event(entry, who, unit, asked) for entry, who, unit, asked in rows),
        broken_at=first_broken([entry for entry, *_ in rows]),
    )


def answer_awaited(db: Session, dossier_id: UUID, today: date) -> date | None:
    """To the end of which day the applicant may still complete the dossier; None afterwards."""
    request = db.scalar(
        select(SupplementRequest).where(
            SupplementRequest.dossier_id == dossier_id, SupplementRequest.answered_at.is_(None)
        )
    )
    return request.respond_by if request is not None and request.awaits(today) else None


def first_broken(chain: Sequence[LedgerEntry]) -> int | None:
    """The number of the first row that is missing, moved or changed; None when the chain holds."""
    before = ""
    for number, entry in enumerate(chain, start=1):
        if entry.seq != number or entry.prev_hash != before or chain_hash(entry) != entry.hash:
            return number
        before = entry.hash
    return None


def _event(
    entry: LedgerEntry, who: str | None, unit: Text | None, asked: SupplementRequest | None
) -> EventRow:
    return EventRow(
        seq=entry.seq,
        at=entry.at,
        title=_title(entry.tag),
        actor=who or "",
        unit=unit,
        from_state=State(entry.from_state) if entry.from_state else None,
        to_state=State(entry.to_state) if entry.to_state else None,
        detail=entry.detail,
        wanted=_wanted(asked) if asked else None,
    )


def _title(tag: str) -> str:
    return TITLES.get(Tag(tag), tag) if tag in set(Tag) else tag


def _wanted(row: SupplementRequest) -> WantedRow:
    return WantedRow(
        faults=tuple(row.faults),
        reason=row.reason,
        respond_by=row.respond_by,
        answered_at=row.answered_at,
    )
