"""The facts of a dossier that rights depend on, asked in one place by acts and reads alike."""

from sqlalchemy import CTE, literal, select
from sqlalchemy.orm import Session

from procedures.records.dossier import Dossier
from procedures.records.leg import Leg
from procedures.records.reorganisation import UnitSuccession
from procedures.records.unit import UnitRow
from procedures.rights import Standing


def standing_of(db: Session, dossier: Dossier) -> Standing:
    """Where the dossier stands, who filed it, and which units have or had it in hand.

    Who took over a unit that ended answers for what the unit had in hand.
    """
    units = db.scalars(select(_answerable(dossier).c.unit_id))
    return Standing(
        state=dossier.state,
        applicant_id=dossier.applicant_id,
        desk_unit=dossier.desk_unit_id,
        holder_unit=dossier.holder_unit_id,
        involved_units=frozenset(units),
    )


def _answerable(dossier: Dossier) -> CTE:
    """The units of the legs that were opened, the desk, and whoever came after them."""
    own = (
        select(Leg.unit_id.label("unit_id"))
        .where(Leg.dossier_id == dossier.id, Leg.opened_at.is_not(None))
        .union(select(literal(dossier.desk_unit_id)))
        .subquery()
    )
    had = select(own.c.unit_id).cte("had", recursive=True)
    return had.union(
        select(UnitSuccession.new_id)
        .join(had, had.c.unit_id == UnitSuccession.old_id)
        .join(UnitRow, UnitRow.id == UnitSuccession.old_id)
        .where(UnitRow.valid_to.is_not(None))
    )
