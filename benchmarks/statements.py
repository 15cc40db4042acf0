"""What a page asks the database: how often, and whether the answer is found or searched for."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Engine, event


class Heard:
    """The statements that went to the database, with their parameters."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, Any]] = []

    def note(self, *said: Any) -> None:
        """SQLAlchemy's `before_cursor_execute`."""
        _connection, _cursor, statement, parameters, *_ = said
        self.statements.append((statement, parameters))


def heard(engine: Engine, ask: Callable[[], object]) -> list[tuple[str, Any]]:
    """The statements of one call."""
    ear = Heard()
    event.listen(engine, "before_cursor_execute", ear.note)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", ear.note)
    return ear.statements


def counted(engine: Engine, ask: Callable[[], object]) -> int:
    """How many statements one call sends."""
    return len(heard(engine, ask))


def scanned(engine: Engine, said: list[tuple[str, Any]]) -> frozenset[str]:
    """The tables that the statements read from end to end, by PostgreSQL's own plans."""
    found: set[str] = set()
    for statement, parameters in said:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            with engine.connect() as connection:
                rows = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
                found |= set(_scans(rows.scalar_one()[0]["Plan"]))
    return frozenset(found)


def _scans(plan: dict[str, Any]) -> Iterator[str]:
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from _scans(part)
