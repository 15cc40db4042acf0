"""What every benchmark stands on: servers in a temporary folder, databases with the province."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import psycopg
import structlog
from flask import Flask
from psycopg import sql

from benchmarks.size import Size
from portal import logs
from portal.app import create_app
from portal.embedded import ROLE
from portal.local.postgres import embedded_postgres
from portal.local.valkey import embedded_valkey
from portal.settings import Settings
from portal.wiring import Services, services
from procedures.acts.load_sample import load_sample
from procedures.papers.pki_server import HOST
from procedures.records.migrations import upgrade
from tests.factories import PASSWORD

SAMPLE = "sample"
_WAIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Ground:
    """One PostgreSQL, one Valkey, and databases cloned from one with the sample province.

    `log` takes what the portal's processes write to their standard error.
    """

    folder: Path
    postgres: str
    valkey: str
    size: Size
    log: TextIO

    def furnished(self, name: str) -> Services:
        """Services over a database of their own with the sample province in it."""
        self.clone(SAMPLE, name)
        return self.services(name)

    def application(self, made: Services) -> Flask:
        """The whole web application over the services; its log goes to a file of the ground."""
        app = create_app(made.settings)
        self.log_to_file()
        return app

    def log_to_file(self) -> None:
        """Log as every process does, but not between the figures."""
        logs.configure()
        structlog.configure(logger_factory=lambda *_: structlog.PrintLogger(self.log))

    def clone(self, source: str, name: str) -> str:
        """A copy of a database that nobody is connected to; gives psycopg's address of it."""
        with psycopg.connect(plain_url(self.postgres), autocommit=True) as server:
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(source)
                )
            )
        return plain_url(self._address(name))

    def superuser_url(self, made: Services) -> str:
        """Psycopg's address of the services' database, for loading in bulk."""
        return plain_url(made.settings.database_url).replace(f"//{ROLE}@", "//postgres@")

    def make_sample(self) -> None:
        """The database that all others are cloned from."""
        self.clone("template1", SAMPLE)
        made = self.services(SAMPLE)
        upgrade(made.engine)
        with made.transaction() as call:
            load_sample(call, PASSWORD)
        made.engine.dispose()

    def services(self, name: str) -> Services:
        """What web and workers share, over the database of that name."""
        return services(
            Settings.from_env(
                {
                    "VAR_DIR": str(self.folder / name),
                    "DATABASE_URL": self._address(name),
                    "REDIS_URL": self.valkey,
                    "SAMPLE_PASSWORD": PASSWORD,
                    "PATH": os.environ.get("PATH", ""),
                }
            )
        )

    def _address(self, name: str) -> str:
        head, _, query = self.postgres.partition("?")
        return f"{head.rpartition('/')[0]}/{name}?{query}"


def plain_url(url: str) -> str:
    """SQLAlchemy's address as psycopg takes it."""
    return url.replace("postgresql+psycopg://", "postgresql://")


@contextmanager
def open_ground(size: Size) -> Iterator[Ground]:
    """Servers for the length of a block, which sync as in production; nothing of them stays."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        postgres = stack.enter_context(embedded_postgres(folder / "postgres", durable=True))
        valkey = stack.enter_context(embedded_valkey(folder / "valkey"))
        log = stack.enter_context((folder / "log").open("w", encoding="utf-8"))
        ground = Ground(folder, postgres, valkey, size, log)
        ground.log_to_file()
        ground.make_sample()
        yield ground


@contextmanager
def served_pki(folder: Path) -> Iterator[str]:
    """The test authorities in a process of their own, as in production; yields their address."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        port = found.getsockname()[1]
    program = [sys.executable, "-m", "procedures.papers.pki_server", str(folder), str(port)]
    server = subprocess.Popen(program)
    try:
        address = f"http://{HOST}:{port}"
        until = time.monotonic() + _WAIT_SECONDS
        while not _answers(f"{address}/ready"):
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the test authorities did not start")
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own loopback address
            return True
    except (urllib.error.URLError, OSError):
        return False
