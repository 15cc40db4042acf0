"""What is found of a dossier afterwards: its chain, its way, its papers, its promises."""

from uuid import UUID

from sqlalchemy import select

from procedures.errors import Incomplete
from procedures.records import (
    Handover,
    LedgerEntry,
    Leg,
    OutboxRow,
    Paper,
)
from tests.factories import Life


def fields_of(refusal: Incomplete) -> list[object]:
    """The inputs that a refusal names, in its order."""
    return [getattr(fault, "field", None) for fault in refusal.faults]


def ledger_of(life: Life, dossier_id: UUID) -> list[LedgerEntry]:
    """The dossier's chain, oldest first."""
    with life.services.reading() as db:
        rows = select(LedgerEntry).where(LedgerEntry.stream == str(dossier_id))
        return list(db.scalars(rows.order_by(LedgerEntry.seq)))


def legs_of(life: Life, dossier_id: UUID) -> list[Leg]:
    """Its way, in order."""
    with life.services.reading() as db:
        rows = select(Leg).where(Leg.dossier_id == dossier_id).order_by(Leg.ordinal)
        return list(db.scalars(rows))


def offers_of(life: Life, dossier_id: UUID) -> list[Handover]:
    """Its hand-overs, oldest first."""
    with life.services.reading() as db:
        rows = select(Handover).where(Handover.dossier_id == dossier_id).order_by(Handover.id)
        return list(db.scalars(rows))


def papers_of(life: Life, dossier_id: UUID, *, results: bool | None = None) -> list[Paper]:
    """Its papers in the order of their making; results or slips alone when asked."""
    with life.services.reading() as db:
        rows = select(Paper).where(Paper.dossier_id == dossier_id).order_by(Paper.created_at)
        return [p for p in db.scalars(rows) if results is None or p.is_result is results]


def promised(life: Life, dossier_id: UUID) -> list[str]:
    """The notices and papers that the outbox holds for it, by their names, oldest first."""
    with life.services.reading() as db:
        rows = select(OutboxRow).where(OutboxRow.dossier_id == dossier_id).order_by(OutboxRow.id)
        return [row.payload.get("notice", row.effect) for row in db.scalars(rows)]
