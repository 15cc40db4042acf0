"""Gunicorn's hook: load the application while the database is prepared, listen only afterwards."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.settings import Settings


def _lock(var_dir: Path) -> Path:
    return var_dir / "prepare.lock"


@contextmanager
def preparing(var_dir: Path) -> Iterator[None]:
    """Hold the web back for the length of a block."""
    with _lock(var_dir).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def on_starting(_server: object) -> None:
    """Called by Gunicorn once the application is loaded; waits for the end of a preparation."""
    with _lock(Settings.from_env().var_dir).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
