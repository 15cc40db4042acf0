"""How many dossiers were filed where, told in the places of today or in those of before."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import text
from sqlalchemy.orm import Session

from procedures.routing import Text


class Geography(StrEnum):
    """In whose places to count."""

    NEW = "new"
    """What was filed at an old place counts for the one that followed."""
    OLD = "old"
    """What was carried over counts where it was filed; the rest where only one place went in."""


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """One place and the dossiers that count for it."""

    code: str
    name: Text
    count: int
    finished: int


_NOW = """
    WITH RECURSIVE last (place_id, now_id) AS (
        SELECT id, id FROM place
        UNION ALL
        SELECT last.place_id, next.new_id FROM last
        JOIN place_succession AS next ON next.old_id = last.now_id AND next.usual
    ), told AS (
        SELECT last.place_id, last.now_id FROM last
        WHERE NOT EXISTS (SELECT FROM place_succession AS more
                          WHERE more.old_id = last.now_id AND more.usual)
    )
    SELECT place.code, place.name, count(*), count(dossier.finished_at)
    FROM dossier JOIN told ON told.place_id = dossier.place_id
    JOIN place ON place.id = told.now_id
    WHERE dossier.submitted_at >= :since AND dossier.submitted_at < :until
    GROUP BY place.id ORDER BY count(*) DESC, place.code
"""
_THEN = """
    WITH single AS (
        SELECT new_id, min(old_id) AS old_id FROM place_succession
        GROUP BY new_id HAVING count(*) = 1 AND bool_and(whole)
    ), told AS (
        SELECT coalesce((
                   SELECT (entry.detail->'place'->>0)::int FROM ledger AS entry
                   WHERE entry.dossier_id = dossier.id AND entry.tag = :carried
                   ORDER BY entry.seq LIMIT 1
               ), single.old_id, dossier.place_id) AS place_id, dossier.finished_at
        FROM dossier LEFT JOIN single ON single.new_id = dossier.place_id
        WHERE dossier.submitted_at >= :since AND dossier.submitted_at < :until
    )
    SELECT place.code, place.name, count(*), count(told.finished_at)
    FROM told JOIN place ON place.id = told.place_id
    GROUP BY place.id ORDER BY count(*) DESC, place.code
"""


def counted_by_place(
    db: Session, geography: Geography, since: datetime, until: datetime
) -> tuple[PlaceCount, ...]:
    """Filings from `since` on and before `until`, the place with most first."""
    query = _NOW if geography is Geography.NEW else _THEN
    facts: dict[str, object] = {"since": since, "until": until}
    if geography is Geography.OLD:
        facts["carried"] = "system:dossier:carry_over"
    rows = db.execute(text(query), facts)
    return tuple(PlaceCount(*row) for row in rows)
