"""Loads a province's dossiers in bulk: people and dossiers by COPY, what follows from them by SQL.

The rows satisfy every constraint of the database, but no act made them: their ledger is no chain,
and there are no answers, files or papers. Foreign keys are checked in the first batch only: three
quarters of the time would go into checking the like of it again. Uniqueness is checked for all, by
the indexes that are built in the end.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

from benchmarks.aside import indexes_aside
from benchmarks.cast import Cast, Home
from procedures.lifecycle import State

FIRST: Final = 1_000
"""Dossiers that are checked in every way."""
BATCH: Final = 50_000
TABLES: Final = ("person", "dossier", "leg", "handover", "decision", "opinion", "note", "ledger")
"""What grows large."""
BAR: Final = 40
"""Signs of the progress bar."""
DOSSIERS_A_PERSON: Final = 4
ELSEWHERE_OPEN: Final = 20
"""Outside the officer's own unit, one dossier in so many is not finished."""
MINE: Final = 4
"""Of the officer's unit, one open dossier in so many is the officer's own."""

_OPEN: Final = (
    *(State.IN_PROGRESS,) * 12,
    *(State.AWAITING_SUPPLEMENT,) * 2,
    *(State.PROPOSED,) * 3,
    State.SUBMITTED,
    State.RECEIVED,
    State.ISSUED,
)
_AT_DESK: Final = frozenset({State.SUBMITTED, State.RECEIVED, State.ISSUED})
_DONE: Final = frozenset({State.ISSUED, State.RETURNED})
_HOUR: Final = timedelta(hours=1)
_SECTIONS: Final = Path(__file__).with_name("crowd.sql").read_text("utf-8").split(";\n")[:-1]

Row = Mapping[str, object]


@dataclass(slots=True)
class Crowd:
    """`count` dossiers, of which `open_in_unit` lie open with the officer's unit."""

    cast: Cast
    count: int
    open_in_unit: int
    ledger: int
    now: datetime
    _numbers: Counter[str] = field(default_factory=Counter)

    def load(self, db: psycopg.Connection) -> None:
        """Write all of it, telling how far it is; then let the database look at what it has.

        Asks for a superuser: nobody else may leave foreign keys unchecked.
        """
        db.execute("SET synchronous_commit = off")
        people = [uuid4() for _ in range(max(1, self.count // DOSSIERS_A_PERSON))]
        _copy(db, "person", self._persons(people))
        db.execute("CREATE TEMP TABLE fresh (LIKE dossier)")
        first = min(FIRST, self.count)
        self._batch(db, people, range(first))
        if self.count > first:
            db.execute("SET session_replication_role = replica")
            with indexes_aside(db, TABLES):
                for start in range(first, self.count, BATCH):
                    self._batch(db, people, range(start, min(start + BATCH, self.count)))
        db.execute("DROP TABLE fresh")
        db.commit()
        db.autocommit = True
        db.execute("VACUUM ANALYZE")
        sys.stderr.write("\n")

    def _batch(self, db: psycopg.Connection, people: list[UUID], numbers: range) -> None:
        """Some dossiers with all that follows from them, and how far that is."""
        _copy(db, "fresh", (self._dossier(number, people) for number in numbers))
        db.execute("ANALYZE fresh")
        for section in _SECTIONS:
            db.execute(section, self._facts())
        done = numbers.stop / self.count
        bar = ("#" * round(done * BAR)).ljust(BAR, ".")
        sys.stderr.write(f"\r[{bar}] {numbers.stop:,} of {self.count:,} dossiers")

    def _facts(self) -> Row:
        cast = self.cast
        return {
            "kind": cast.kind,
            "place": cast.mine.place_id,
            "officer": cast.officer,
            "leader": cast.leader,
            "leader_post": cast.leader_post,
            "ledger": self.ledger,
        }

    def _persons(self, people: Iterable[UUID]) -> Iterator[Row]:
        """Family, middle and given names of the sample's people, mixed; numbers nobody bears."""
        words = [name.split() for name in self.cast.names]
        for number, key in enumerate(people):
            family, middle, given = (words[number // step % len(words)] for step in (1, 7, 61))
            name = f"{family[0]} {middle[1]} {given[-1]}"
            yield {"id": key, "full_name": name, "citizen_no": f"9{number:011d}"}

    def _dossier(self, number: int, people: list[UUID]) -> Row:
        cast = self.cast
        inside = number < self.open_in_unit
        home = cast.mine if inside else cast.homes[number % len(cast.homes)]
        is_open = inside or (number % ELSEWHERE_OPEN == 0 and home != cast.mine)
        state = _OPEN[number // (1 if inside else ELSEWHERE_OPEN) % len(_OPEN)]
        state = state if is_open else State.RETURNED
        submitted = self.now - (_HOUR * (24 + number % 240) if is_open else self._age(number))
        return {
            "id": uuid4(),
            "code": self._code(home, submitted),
            "procedure_version_id": cast.versions[number % len(cast.versions)],
            "applicant_id": people[number % len(people)],
            "subject": cast.names[number % len(cast.names)],
            "place_id": home.place_id,
            "desk_unit_id": home.desk_id,
            "channel": "truc-tuyen",
            "return_method": "online" if number % 3 else "desk",
            "state": state.value,
            **self._custody(home, state, mine=inside and number % MINE == 0),
            "submitted_at": submitted,
            **_moments(state, submitted + _HOUR, days=1 + number % 14),
            "term_value": 3,
            "term_unit": "working_day",
            "term_cutoff": "15:00",
            "clock_policy": "pause",
            "calendar_version_id": cast.calendar,
            "lookup_key": f"{number:010d}",
            "version": 2,
        }

    def _age(self, number: int) -> timedelta:
        """Finished dossiers are from three weeks to a year old, evenly."""
        return timedelta(days=21 + 344 * number / self.count)

    def _code(self, home: Home, submitted: datetime) -> str:
        series = f"{home.desk_code}-{submitted:%y%m%d}"
        self._numbers[series] += 1
        return f"{series}-{self._numbers[series]:04d}"

    def _custody(self, home: Home, state: State, *, mine: bool) -> Row:
        unit: int | None = home.desk_id if state in _AT_DESK else home.office_id
        officer: UUID | None = None
        if state is State.RETURNED:
            unit = None
        elif state is State.PROPOSED:
            officer = self.cast.leader if home == self.cast.mine else None
        elif mine and state not in _AT_DESK:
            officer = self.cast.officer
        return {"holder_unit_id": unit, "holder_officer_id": officer}


def _moments(state: State, received: datetime, *, days: int) -> Row:
    counts = state not in {State.SUBMITTED, State.AWAITING_SUPPLEMENT}
    done = received + 4 * _HOUR
    return {
        "received_at": None if state is State.SUBMITTED else received,
        "due_at": received + timedelta(days=days) if counts else None,
        "finished_at": done if state in _DONE else None,
        "index_outcome": "early" if state in _DONE else None,
        "returned_at": done if state is State.RETURNED else None,
    }


def _copy(db: psycopg.Connection, table: str, rows: Iterable[Row]) -> None:
    stream = iter(rows)
    first = next(stream)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, first))
    )
    with db.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write_row(tuple(first.values()))
        for row in stream:
            copy.write_row(tuple(row.values()))
