"""Which units came before a unit, and which of their dossiers are its own by now.

Papers and closed legs keep the unit that they were of. Told in the order of today, each of those
dossiers belongs to one successor alone: the one for its field of law, else the one that serves its
place, else the usual one; the same rule carries dossiers in flight (`acts/carrying/dossiers.sql`).
"""

from collections.abc import Collection

from sqlalchemy import CTE, ColumnElement, TextClause, and_, func, or_, select, text, true
from sqlalchemy.orm import InstrumentedAttribute

from procedures.records.reorganisation import UnitSuccession
from procedures.records.unit import UnitRow

UnitColumn = InstrumentedAttribute[int]

_WALK = """
    EXISTS (
        WITH RECURSIVE walk (unit_id, place_id) AS (
            SELECT {unit}, dossier.place_id
            UNION ALL
            SELECT next.unit_id, next.place_id
            FROM walk CROSS JOIN LATERAL (
                SELECT step.new_id AS unit_id,
                       coalesce(moved.new_id, walk.place_id) AS place_id
                FROM unit_succession AS step
                JOIN unit AS was ON was.id = step.old_id AND was.valid_to IS NOT NULL
                JOIN unit AS taker ON taker.id = step.new_id
                LEFT JOIN place_succession AS moved
                       ON moved.old_id = walk.place_id AND moved.usual
                      AND moved.reorganisation_id = step.reorganisation_id
                WHERE step.old_id = walk.unit_id
                  AND (step.fields = '[]'::jsonb
                       OR step.fields @> to_jsonb(procedure_version.field_code))
                ORDER BY step.fields <> '[]'::jsonb DESC,
                         EXISTS (
                             WITH RECURSIVE up (id) AS (
                                 SELECT coalesce(moved.new_id, walk.place_id)
                                 UNION
                                 SELECT place.parent_id FROM up JOIN place ON place.id = up.id
                                 WHERE place.parent_id IS NOT NULL
                             )
                             SELECT FROM up WHERE up.id = taker.place_id
                         ) DESC,
                         step.usual DESC, step.new_id
                LIMIT 1
            ) AS next
        )
        SELECT FROM walk WHERE walk.unit_id = :own
    )
"""


def before(units: Collection[int]) -> CTE:
    """The units with all that they took over from: `root`, `unit_id`, `sole`.

    `sole`: every one on the way had this one successor, so all that it had is the root's.
    """
    line = (
        select(UnitRow.id.label("root"), UnitRow.id.label("unit_id"), true().label("sole"))
        .where(UnitRow.id.in_(units))
        .cte(recursive=True)
    )
    other = UnitSuccession.__table__.alias("other")
    alone = select(func.count() == 1).where(other.c.old_id == UnitSuccession.old_id)
    return line.union(
        select(line.c.root, UnitSuccession.old_id, and_(line.c.sole, alone.scalar_subquery()))
        .join(UnitSuccession, UnitSuccession.new_id == line.c.unit_id)
        .join(UnitRow, UnitRow.id == UnitSuccession.old_id)
        .where(UnitRow.valid_to.is_not(None))
    )


def came_to(own: int, unit: UnitColumn, table: str) -> ColumnElement[bool]:
    """Whether what the unit of the column had is the own unit's by now.

    `table` is the name of the column's table in the query, which has `dossier` and
    `procedure_version` under their own names.
    """
    line = before([own])
    return and_(
        unit.in_(select(line.c.unit_id)),
        or_(unit.in_(select(line.c.unit_id).where(line.c.sole)), _walks(own, table)),
    )


def _walks(own: int, table: str) -> TextClause:
    return text(_WALK.replace("{unit}", f"{table}.unit_id")).bindparams(own=own)
