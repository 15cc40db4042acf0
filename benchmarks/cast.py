"""The sample province as the surroundings of one officer, for dossiers that no act has made."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import DictRow, dict_row


@dataclass(frozen=True, slots=True)
class Home:
    """A place with its desk and its office."""

    place_id: int
    desk_id: int
    desk_code: str
    office_id: int


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what the dossiers refer to; `mine` is the home of the officer who will look."""

    officer: UUID
    kind: str
    mine: Home
    homes: tuple[Home, ...]
    names: tuple[str, ...]
    versions: tuple[int, ...]
    calendar: int
    leader: UUID
    leader_post: int


OWN = """
SELECT post.person_id, post.unit_id, unit.kind, place.tier
FROM account
JOIN post USING (person_id)
JOIN unit ON unit.id = post.unit_id
JOIN place ON place.id = unit.place_id
WHERE username = %s
"""
HOMES = """
SELECT office.place_id, desk.id AS desk_id, desk.code_2020 AS desk_code, office.id AS office_id
FROM unit office
JOIN place ON place.id = office.place_id
JOIN unit desk ON desk.place_id = place.id AND desk.kind = 'mot-cua'
WHERE office.kind = %(kind)s AND place.tier = %(tier)s
ORDER BY office.id
"""
LEADER = "SELECT id, person_id FROM post WHERE unit_id = %s AND role = 'leader' ORDER BY id LIMIT 1"


def cast_of(db: psycopg.Connection, username: str) -> Cast:
    """Who surrounds the officer with this account."""
    with db.cursor(row_factory=dict_row) as cursor:
        own = _one(cursor, OWN, [username])
        leader = _one(cursor, LEADER, [own["unit_id"]])
        homes = tuple(Home(**home) for home in cursor.execute(HOMES, own))
        return Cast(
            officer=own["person_id"],
            kind=own["kind"],
            mine=next(home for home in homes if home.office_id == own["unit_id"]),
            homes=homes,
            names=tuple(_each(cursor, "SELECT full_name AS it FROM person ORDER BY full_name")),
            versions=tuple(_each(cursor, "SELECT id AS it FROM procedure_version ORDER BY id")),
            calendar=_each(cursor, "SELECT id AS it FROM calendar_version ORDER BY id")[0],
            leader=leader["person_id"],
            leader_post=leader["id"],
        )


def _one(cursor: psycopg.Cursor[DictRow], query: str, values: list[Any]) -> DictRow:
    row = cursor.execute(query, values).fetchone()
    assert row is not None
    return row


def _each(cursor: psycopg.Cursor[DictRow], query: str) -> list[Any]:
    return [row["it"] for row in cursor.execute(query)]
