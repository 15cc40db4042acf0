"""The tree as a reorganisation finds it, with the work that hangs on it."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import TextClause, select, text
from sqlalchemy.orm import Session, aliased

from procedures.records.calendar import CalendarVersion
from procedures.records.directory import in_force
from procedures.records.procedure_version import ProcedureVersion
from procedures.records.unit import PlaceRow, TierRow, UnitRow
from procedures.reform import Before, PlaceFact, UnitFact

_IN_HAND = text(
    """
    SELECT unit_id, count(DISTINCT dossier_id) FROM (
        SELECT holder_unit_id AS unit_id, id AS dossier_id
        FROM dossier WHERE holder_unit_id IS NOT NULL
        UNION ALL
        SELECT desk_unit_id, id FROM dossier WHERE holder_unit_id IS NOT NULL
        UNION ALL
        SELECT leg.unit_id, leg.dossier_id FROM leg
        JOIN dossier ON dossier.id = leg.dossier_id AND dossier.holder_unit_id IS NOT NULL
        WHERE leg.closed_at IS NULL
    ) AS work GROUP BY unit_id
    """
)
_LIVING = text(
    """
    SELECT place_id, count(*) FROM (
        SELECT place_id FROM dossier WHERE holder_unit_id IS NOT NULL
        UNION ALL
        SELECT place_id FROM draft
    ) AS filed GROUP BY place_id
    """
)


def tree_before(db: Session, today: date, on: date) -> Before:
    """What stands on `on` as far as today's rows say, by code, with the work in flight."""
    above, over = aliased(PlaceRow), aliased(UnitRow)
    places = db.execute(
        select(PlaceRow.id, PlaceRow.code, PlaceRow.tier, above.code)
        .outerjoin(above, above.id == PlaceRow.parent_id)
        .where(in_force(PlaceRow, on))
    ).all()
    units = db.execute(
        select(UnitRow.id, UnitRow.code_2020, UnitRow.kind, PlaceRow.code, over.code_2020)
        .join(PlaceRow, PlaceRow.id == UnitRow.place_id)
        .outerjoin(over, over.id == UnitRow.parent_id)
        .where(in_force(UnitRow, on))
    ).all()
    busy = _counted(db, _IN_HAND, {row[0]: row[1] for row in units})
    filed = _counted(db, _LIVING, {row[0]: row[1] for row in places})
    spent = db.scalars(select(UnitRow.code_2020).where(UnitRow.valid_to <= on))
    return Before(
        today=today,
        places={code: PlaceFact(tier, parent) for _, code, tier, parent in places},
        units={code: UnitFact(kind, place, parent) for _, code, kind, place, parent in units},
        tiers=frozenset(db.scalars(select(TierRow.code))),
        calendars=frozenset(db.scalars(select(CalendarVersion.code).distinct())),
        fields=frozenset(db.scalars(select(ProcedureVersion.field_code).distinct())),
        procedures=frozenset(db.scalars(select(ProcedureVersion.code).distinct())),
        in_hand=busy,
        living=filed,
        spent=frozenset(spent) - {code for _, code, *_ in units},
    )


def _counted(db: Session, query: TextClause, codes: Mapping[int, str]) -> dict[str, int]:
    """What the query counts for each id, by code."""
    return {codes[key]: count for key, count in db.execute(query) if key in codes}
