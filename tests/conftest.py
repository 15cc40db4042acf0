"""Real parts for every test: PostgreSQL, Valkey, the sample province; a fresh database each."""

import gc
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from hypothesis import settings as chances
from sqlalchemy import create_engine

from portal.app import create_app
from portal.identity import PasswordIdentity
from portal.local.postgres import embedded_postgres
from portal.local.valkey import embedded_valkey
from portal.settings import Settings
from portal.wiring import Services
from portal.wiring import services as build_services
from procedures.acts.load_sample import load_sample
from procedures.records.migrations import upgrade
from tests.factories import PASSWORD, Life
from tests.memory import throwaway
from tests.pages import PageClient
from tests.thrift import Statements, thrifty

ROOT = Path(__file__).parent.parent
_numbers = itertools.count(1)
_statements = Statements()

# No test judges by a clock: a machine at work on two suites may take long for any one example.
chances.register_profile("unhurried", deadline=None)
chances.load_profile("unhurried")


LONGEST = ("journeys", "test_benchmarks.py", "test_attacks.py", "test_bad_input.py")
"""Folders and files that take a minute each."""
SHORTEST = ("law", "forms")
"""Folders whose files take a second each."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Longest first and shortest last, so that two workers end together."""

    def place(item: pytest.Item) -> int:
        parts = item.path.parts
        return any(name in parts for name in SHORTEST) - any(name in parts for name in LONGEST)

    items.sort(key=place)


NEW_OBJECTS, YOUNG_ROUNDS, OLD_ROUNDS = 50_000, 20, 20
"""After how much the collector looks at each of its three ages: a test leaves little behind."""


def pytest_configure() -> None:
    """Let the collector look seldom, before anything else is loaded."""
    gc.set_threshold(NEW_OBJECTS, YOUNG_ROUNDS, OLD_ROUNDS)


def pytest_collection_finish() -> None:
    """What was loaded to find the tests stays to the end: the collector passes over it."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def thrift() -> Iterator[None]:
    """Nothing is made twice in a run that is the same both times."""
    with thrifty():
        yield


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a throwaway server's first database."""
    with (
        throwaway(tmp_path_factory.mktemp("pg")) as folder,
        embedded_postgres(folder / "data") as url,
    ):
        yield url


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a throwaway queue server."""
    with embedded_valkey(tmp_path_factory.mktemp("valkey") / "data") as url:
        yield url


def _settings(database_url: str, redis_url: str, folder: Path) -> Settings:
    return Settings.from_env(
        {
            "VAR_DIR": str(folder),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "SAMPLE_PASSWORD": PASSWORD,
            "SECRET_KEY": "k" * 40,
            "LEASE_SECONDS": "5",
            "BASE_URL": "http://127.0.0.1:8080",
            "PATH": os.environ.get("PATH", ""),
        }
    )


def _psycopg(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def _sibling(url: str, name: str) -> str:
    head, _, query = url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}?{query}"


@pytest.fixture(scope="session")
def empty_database(postgres: str) -> str:
    """A migrated database without rows, to be cloned."""
    return _make(postgres, "migrated_only")


def _make(postgres: str, name: str) -> str:
    with psycopg.connect(_psycopg(postgres), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload,unused-ignore]
    url = _sibling(postgres, name)
    engine = create_engine(url)
    upgrade(engine)
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def sample_database(postgres: str, valkey: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the sample province, to be cloned."""
    url = _make(postgres, "sample")
    built = build_services(_settings(url, valkey, tmp_path_factory.mktemp("sample")))
    _statements.share(built.engine)
    with built.transaction() as call:
        load_sample(call, PASSWORD)
    built.engine.dispose()
    return url


@contextmanager
def _clone(postgres: str, sample_database: str) -> Iterator[str]:
    name = f"test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(_psycopg(postgres), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE sample STRATEGY file_copy')  # type: ignore[call-overload,unused-ignore]
        yield _sibling(sample_database, name)
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[call-overload,unused-ignore]


@pytest.fixture
def database(postgres: str, sample_database: str) -> Iterator[str]:
    """A database of this test's own, with the sample province in it."""
    with _clone(postgres, sample_database) as url:
        yield url


@pytest.fixture(scope="session")
def town(
    postgres: str, valkey: str, sample_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Life]:
    """One sample province that many tests live in: each keeps to its own dossiers."""
    with _clone(postgres, sample_database) as url:
        built = build_services(_settings(url, valkey, tmp_path_factory.mktemp("town")))
        _statements.share(built.engine)
        yield Life(built)
        built.queue.close()
        built.engine.dispose()


@pytest.fixture
def settings(database: str, valkey: str, tmp_path: Path) -> Settings:
    """Settings that point at this test's own parts."""
    return _settings(database, valkey, tmp_path)


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    """The services over this test's own database, queue and store."""
    built = build_services(settings)
    _statements.share(built.engine)
    built.queue.flushall()
    yield built
    built.queue.close()
    built.engine.dispose()


@pytest.fixture
def life(services: Services) -> Life:
    """Makes dossiers at every stage of life, through the acts themselves."""
    return Life(services)


@pytest.fixture
def app(settings: Settings, services: Services) -> Flask:
    """The web application over this test's own parts; limits are tried where they matter."""
    made = create_app(settings)
    made.extensions["services"] = services
    made.extensions["identity"] = PasswordIdentity(services)
    return made


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A browser of sorts that checks on every page what must hold on all of them."""
    return PageClient(app)
