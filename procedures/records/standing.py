"""The facts of a dossier that rights depend on, asked in one place by acts and reads alike."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.records.dossier import Dossier
from procedures.records.leg import Leg
from procedures.rights import Standing


def standing_of(db: Session, dossier: Dossier) -> Standing:
    """Where the dossier stands, who filed it, and which units have or had it in hand."""
    units = db.scalars(
        select(Leg.unit_id).where(Leg.dossier_id == dossier.id, Leg.opened_at.is_not(None))
    )
    return Standing(
        state=dossier.state,
        applicant_id=dossier.applicant_id,
        desk_unit=dossier.desk_unit_id,
        holder_unit=dossier.holder_unit_id,
        involved_units=frozenset(units),
    )
