"""One system for each data folder and each port: whoever comes second is told so plainly."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from portal.local.privileges import CannotStart
from portal.settings import Settings


@contextmanager
def claim(settings: Settings) -> Iterator[None]:
    """Hold the data folder for the length of a block, and see that our ports are free."""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    path = settings.var_dir / "run.lock"
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotStart(f"already running: {lock.read().strip()}") from None
        _see_free("PORT", settings.host, settings.port)
        if settings.test_pki:
            _see_address_free("PKI_URL", settings.pki_url)
        if settings.sample_signer:
            _see_address_free("SAMPLE_SIGNER_URL", settings.sample_signer_url)
        lock.seek(0)
        lock.truncate()
        lock.write(f"http://{settings.host}:{settings.port} (process {os.getpid()})\n")
        lock.flush()
        yield


def _see_address_free(setting: str, url: str) -> None:
    address = urlsplit(url)
    _see_free(setting, address.hostname or "127.0.0.1", address.port or 80)


def _see_free(setting: str, host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except (OSError, OverflowError) as fault:
            reason = getattr(fault, "strerror", None) or str(fault)
            message = f"cannot listen on {host}:{port} ({reason}); set {setting} to another"
            raise CannotStart(message) from None
