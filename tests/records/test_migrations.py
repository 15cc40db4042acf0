"""Migrations: one head, up and down on data, and models that equal them."""

import psycopg
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from procedures.records import Base
from procedures.records.migrations import config, downgrade, upgrade


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(config()).get_heads()) == 1


def test_models_equal_the_migrations(database: str) -> None:
    engine = create_engine(database)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_down_and_up_again_on_data(database: str) -> None:
    engine = create_engine(database)
    downgrade(engine, "base")
    upgrade(engine)
    engine.dispose()
    with psycopg.connect(database.replace("+psycopg", "")) as connection:
        rows = connection.execute("SELECT count(*) FROM dossier").fetchone()
    assert rows == (0,)
