"""Room in memory for what a run throws away: each test's database is six hundred small files."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

MEMORY = Path("/dev/shm")  # noqa: S108 - the folder within it is made anew, and ours alone
ENOUGH = 4 * 1024**3
"""Octets that must be free there: far more than a run's databases take."""


@contextmanager
def throwaway(otherwise: Path) -> Iterator[Path]:
    """A folder in memory, gone after the block; on a machine without such room, `otherwise`."""
    if not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ENOUGH:
        yield otherwise
        return
    with TemporaryDirectory(prefix="portal-tests-", dir=MEMORY, ignore_cleanup_errors=True) as made:
        yield Path(made)
