"""Which units came before a unit, and which of their dossiers are its own by now.

Papers and closed legs keep the unit that they were of. Told in the order of today, each of those
dossiers belongs to one successor alone: the one for its field of law, else the one that serves its
place, else the usual one; the same rule carries dossiers in flight (`acts/carrying/dossiers.sql`).
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, TextClause, and_, func, or_, select, text, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from procedures.records.reorganisation import UnitSuccession
from procedures.records.unit import UnitRow
from procedures.routing import Function

UnitColumn = InstrumentedAttribute[int]

_LINE = """
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
"""
_WALK = "EXISTS ({line} SELECT FROM walk WHERE walk.unit_id = :own)".replace("{line}", _LINE)
_MAKERS = """
    SELECT leg.function, line.unit_id
    FROM leg
    JOIN dossier ON dossier.id = leg.dossier_id
    JOIN procedure_version ON procedure_version.id = dossier.procedure_version_id
    CROSS JOIN LATERAL ({line} SELECT walk.unit_id FROM walk) AS line
    WHERE leg.dossier_id = :dossier_id
      AND leg.function IN ('handling', 'signing')
      AND (leg.opened_at IS NOT NULL OR NOT :begun AND leg.function = 'signing')
"""
_ANSWERING = """
    SELECT line.unit_id
    FROM dossier
    JOIN procedure_version ON procedure_version.id = dossier.procedure_version_id
    CROSS JOIN LATERAL ({line} SELECT walk.unit_id FROM walk) AS line
    JOIN unit ON unit.id = line.unit_id
    WHERE dossier.id = :dossier_id AND unit.valid_to IS NULL
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


def makers_of(db: Session, dossier_id: UUID, *, begun: bool) -> Mapping[Function, frozenset[int]]:
    """The units that handled the dossier and that signed in it, with those they became.

    When it ended before a signature, nobody has `begun` to sign: whoever was to is told instead.
    """
    question = _along(_MAKERS, "leg.unit_id")
    rows = db.execute(question, {"dossier_id": dossier_id, "begun": begun}).all()
    return {
        kind: frozenset(unit for function, unit in rows if function == kind.value)
        for kind in (Function.HANDLING, Function.SIGNING)
    }


def answers_for(db: Session, dossier_id: UUID, unit_id: int) -> int | None:
    """The unit that answers by now for what a unit did in a dossier: itself, or its successor."""
    question = _along(_ANSWERING, "CAST(:unit_id AS integer)")
    found: int | None = db.scalar(question, {"dossier_id": dossier_id, "unit_id": unit_id})
    return found


def _along(question: str, unit: str) -> TextClause:
    """The question with the line of a unit's successors written into it."""
    return text(question.replace("{line}", _LINE).replace("{unit}", unit))


def _walks(own: int, table: str) -> TextClause:
    return text(_WALK.replace("{unit}", f"{table}.unit_id")).bindparams(own=own)
