"""Where the database and the queue that come along are found: sockets in folders, no ports."""

import hashlib
from pathlib import Path
from urllib.parse import quote

ROLE = "portal"
_LONGEST = 100
"""A Unix socket's path holds 107 bytes on Linux; some are for the socket's own name."""


def socket_folder(data: Path) -> Path:
    """The folder of a service's socket: its data folder, or a short stand-in for a long path."""
    if len(str(data)) + len("/.s.PGSQL.5432") <= _LONGEST:
        return data
    digest = hashlib.sha256(str(data).encode()).hexdigest()[:16]
    return Path("/tmp") / f"portal-{digest}"  # noqa: S108 - made 0700 and its owner checked on start


def database_url(data: Path, database: str = ROLE) -> str:
    """SQLAlchemy's address of a database in the PostgreSQL whose data are in this folder."""
    return f"postgresql+psycopg://{ROLE}@/{database}?host={quote(str(socket_folder(data)))}"


def queue_url(data: Path) -> str:
    """The address of the Valkey whose data are in this folder."""
    return f"unix://{queue_socket(data)}"


def queue_socket(data: Path) -> Path:
    """The socket that this Valkey listens on."""
    return socket_folder(data) / "valkey.sock"
