"""The directory of places and units, read from the database as routing wants it."""

from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from procedures.records.people import PostRow
from procedures.records.unit import PlaceRow, UnitRow
from procedures.routing import Place, Unit

_Parent = aliased(PlaceRow)

Day = date | ColumnElement[date]
"""A day, or the place of one in a statement that is written once."""


def in_force(row: type[PlaceRow | UnitRow | PostRow], on: Day) -> ColumnElement[bool]:
    """The condition that a dated row stands on the day."""
    return (row.valid_from <= on) & or_(row.valid_to.is_(None), row.valid_to > on)


class DatabaseDirectory:
    """Implements `procedures.routing.Directory`; a unit's `key` is its row id.

    Made for one transaction: it remembers the units it was asked for, as most routes come back.
    """

    def __init__(self, db: Session) -> None:
        self._db = db
        self._units: dict[tuple[str, str, date], Unit | None] = {}

    def place(self, code: str, on: date) -> Place | None:
        found = self._db.execute(
            select(PlaceRow, _Parent.code)
            .outerjoin(_Parent, _Parent.id == PlaceRow.parent_id)
            .where(PlaceRow.code == code, in_force(PlaceRow, on))
        ).first()
        if found is None:
            return None
        row, parent = found
        return Place(
            code=row.code,
            name=row.name,
            tier=row.tier,
            parent=parent,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )

    def unit_of(self, kind: str, place_code: str, on: date) -> Unit | None:
        asked = (kind, place_code, on)
        if asked not in self._units:
            self._units[asked] = self._read_unit(kind, place_code, on)
        return self._units[asked]

    def _read_unit(self, kind: str, place_code: str, on: date) -> Unit | None:
        row = self._db.scalars(
            select(UnitRow)
            .join(PlaceRow, PlaceRow.id == UnitRow.place_id)
            .where(UnitRow.kind == kind, PlaceRow.code == place_code, in_force(UnitRow, on))
        ).first()
        if row is None:
            return None
        return Unit(
            code_2020=row.code_2020,
            code_2016=row.code_2016,
            kind=row.kind,
            place=place_code,
            parent=str(row.parent_id) if row.parent_id else None,
            name=row.name,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            key=str(row.id),
            abbreviation=row.short_name,
        )
