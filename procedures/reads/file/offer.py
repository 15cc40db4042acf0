"""An offer to another unit that waits for its answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from procedures.records import Handover, Person, UnitRow
from procedures.routing import Text

_Named = aliased(Person)


@dataclass(frozen=True, slots=True)
class OfferRow:
    """Who offers the dossier to whom, since when, and with which words."""

    to_unit_id: int
    to_unit: Text
    named: str
    offered_by: str
    offered_at: datetime
    note: str


def open_offer(db: Session, dossier_id: UUID) -> OfferRow | None:
    """The open offer of the dossier, if there is one."""
    row = db.execute(
        select(Handover, UnitRow.name, Person.full_name, _Named.full_name)
        .join(UnitRow, UnitRow.id == Handover.to_unit_id)
        .join(Person, Person.id == Handover.offered_by)
        .outerjoin(_Named, _Named.id == Handover.officer_id)
        .where(Handover.dossier_id == dossier_id, Handover.outcome.is_(None))
    ).first()
    if row is None:
        return None
    offer, unit, giver, named = row
    return OfferRow(offer.to_unit_id, unit, named or "", giver, offer.offered_at, offer.note)
