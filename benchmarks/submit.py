"""Submitting against the bare INSERTs and COMMIT of the rows that it left behind."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from benchmarks.ground import Ground, plain_url
from benchmarks.line import Line, compared
from benchmarks.stopwatch import by_turns
from portal.wiring import Services
from procedures.acts.submit import submit
from procedures.people import Actor
from procedures.records import AnswersVersion, Dossier, LedgerEntry, Leg, OutboxRow
from procedures.records.base import Base
from tests.factories import CITIZEN, Life

WRITTEN: tuple[type[Base], ...] = (Dossier, Leg, AnswersVersion, LedgerEntry, OutboxRow)
"""The records of which submitting inserts rows."""

TO = "bare INSERTs and COMMIT of the same new rows into a copy of the database, by psycopg"

Insert = tuple[sql.Composed, list[object]]


def measure(ground: Ground) -> Iterator[Line]:
    """One complete draft a turn; both databases sync their log at each commit."""
    size = ground.size
    shared = ground.furnished("submit")
    life = Life(shared)
    drafts = [life.declared() for _ in range(size.warm_up + size.submissions)]
    actor = life.actor(CITIZEN)
    shared.engine.dispose()
    copy = ground.clone("submit", "submit_bare")
    with (
        psycopg.connect(copy) as bare,
        psycopg.connect(plain_url(shared.settings.database_url), autocommit=True) as reader,
    ):
        replay = Replay(bare, reader)
        ours, theirs = by_turns(
            size.submissions,
            lambda turn: _submit(shared, actor, drafts[turn]),
            replay.write,
            warm_up=size.warm_up,
            between=lambda turn: replay.read(drafts[turn]),
        )
    shared.engine.dispose()
    note = (
        f"{replay.count} new rows; what submitting also does is not in the comparison: reading and "
        "checking the draft, routing, the number, moving files and declaration, deleting the draft"
    )
    yield compared("submit", ours, theirs, to=TO, note=note)


def _submit(shared: Services, actor: Actor, draft_id: UUID) -> None:
    with shared.transaction(actor) as call:
        submit(call, draft_id, unsigned=True)


class Replay:
    """Writes again, into a copy, what one submission has written."""

    def __init__(self, bare: psycopg.Connection, reader: psycopg.Connection) -> None:
        self._bare = bare
        self._reader = reader
        self._inserts: Sequence[Insert] = ()

    @property
    def count(self) -> int:
        """The rows of the submission last read."""
        return len(self._inserts)

    def read(self, dossier_id: UUID) -> None:
        """Fetch the rows and make up their statements; not part of the measurement."""
        self._inserts = [
            _insert(record, row) for record in WRITTEN for row in self._rows(record, dossier_id)
        ]

    def write(self, _turn: int) -> None:
        """Every row with a statement of its own, then the commit."""
        with self._bare.cursor() as cursor:
            for statement, values in self._inserts:
                cursor.execute(statement, values)
        self._bare.commit()

    def _rows(self, record: type[Base], dossier_id: UUID) -> list[dict[str, object]]:
        key = "id" if record is Dossier else "dossier_id"
        statement = sql.SQL("SELECT * FROM {} WHERE {} = %s").format(
            sql.Identifier(record.__tablename__), sql.Identifier(key)
        )
        with self._reader.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(statement, [dossier_id]).fetchall()


def _insert(record: type[Base], row: dict[str, object]) -> Insert:
    names = [column.name for column in record.__table__.columns if column.identity is None]
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(record.__tablename__),
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join(sql.Placeholder() * len(names)),
    )
    values = [Jsonb(row[n]) if isinstance(row[n], dict | list) else row[n] for n in names]
    return statement, values
