"""Alembic migrations of the records; `upgrade` runs them from code, without an ini file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

_FOLDER = Path(__file__).parent
_LOCK = 7_315_201_801
"""Key of the advisory lock that lets one process migrate at a time."""


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration for this folder, bound to an open connection."""
    settings = Config()
    settings.set_main_option("script_location", str(_FOLDER))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to `revision`; two processes at once wait for one another."""
    with _unhurried(engine) as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        command.upgrade(config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to `revision`."""
    with _unhurried(engine) as connection:
        command.downgrade(config(connection), revision)


@contextmanager
def _unhurried(engine: Engine) -> Iterator[Connection]:
    """One transaction without the patience of a page: a million dossiers take minutes to alter."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        yield connection
