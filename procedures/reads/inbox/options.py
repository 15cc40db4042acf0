"""What the filters of an inbox offer, and the names of the reader's own units."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.records import ProcedureVersion, UnitRow
from procedures.routing import Text


def procedure_names(db: Session) -> Mapping[str, Text]:
    """The newest name of every procedure ever published, by code."""
    rows = db.execute(
        select(ProcedureVersion.code, ProcedureVersion.name).order_by(
            ProcedureVersion.code, ProcedureVersion.version
        )
    )
    return dict(rows.all())


def unit_names(db: Session, unit_ids: Collection[int]) -> tuple[Text, ...]:
    """The names of the units, as the reader knows them."""
    rows = db.scalars(
        select(UnitRow.name).where(UnitRow.id.in_(unit_ids)).order_by(UnitRow.code_2020)
    )
    return tuple(rows)
