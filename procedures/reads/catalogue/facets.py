"""What the catalogue can be filtered by: values that lead to something, and nothing counted."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from procedures.catalogue.labels import labels
from procedures.folding import fold
from procedures.reads.catalogue.cards import in_force
from procedures.records import ProcedureVersion, TierRow
from procedures.routing import Text


@dataclass(frozen=True, slots=True)
class Option:
    """A value to filter by."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Facets:
    """Fields by name, tiers from the highest down, levels from the most to the least online."""

    fields: tuple[Option, ...]
    tiers: tuple[Option, ...]
    levels: tuple[Option, ...]


def facets(db: Session, on: date) -> Facets:
    """The filters of the catalogue in force on the day."""
    decides = exists().where(ProcedureVersion.decided_at == TierRow.code, in_force(on))
    tiers = db.execute(select(TierRow.code, TierRow.name).where(decides).order_by(TierRow.rank))
    return Facets(
        fields=fields(db, on),
        tiers=tuple(Option(code, name) for code, name in tiers),
        levels=tuple(Option(code, name) for code, name in labels("level").items()),
    )


def fields(db: Session, on: date) -> tuple[Option, ...]:
    """The fields that have a procedure in force, by name."""
    row = ProcedureVersion
    found = db.execute(
        select(row.field_code, row.field_name)
        .ext(distinct_on(row.field_code))
        .where(in_force(on))
        .order_by(row.field_code, row.id.desc())
    )
    options = [Option(code, name) for code, name in found]
    return tuple(sorted(options, key=lambda option: fold(option.name["vi"])))
