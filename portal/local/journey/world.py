"""The whole system on a throwaway database, started as `make run` starts it and ended with it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from portal.local.ready import is_healthy
from portal.settings import Settings

START_SECONDS = 120
ROOT = Path(__file__).resolve().parents[3]


class NotServing(Exception):
    """The system did not come up; the message names its log."""


@dataclass(frozen=True, slots=True)
class World:
    """The running system: where it answers, and the settings it runs under."""

    base: str
    settings: Settings


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """Serve from `folder` until the block ends."""
    port = _free_port()
    environment = {
        "VAR_DIR": str(folder),
        "PORT": str(port),
        "PKI_URL": f"http://127.0.0.1:{_free_port()}",
        "SAMPLE_SIGNER_URL": f"http://127.0.0.1:{_free_port()}",
        "LEASE_SECONDS": "20",
        "PATH": os.environ.get("PATH", ""),
        "HOME": os.environ.get("HOME", str(folder)),
        "LANG": "C.UTF-8",
    }
    settings = Settings.from_env(environment)
    with (folder / "run.log").open("wb") as log:
        run = subprocess.Popen(
            [sys.executable, "-m", "portal.local"],
            env=environment,
            cwd=ROOT,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )
    try:
        _wait(run, port, folder)
        yield World(f"http://127.0.0.1:{port}", settings)
    finally:
        run.send_signal(signal.SIGTERM)
        run.wait(30)


def _wait(run: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    end = monotonic() + START_SECONDS
    while not is_healthy("127.0.0.1", port):
        if run.poll() is not None or monotonic() > end:
            raise NotServing((folder / "run.log").read_text(errors="replace")[-2000:])
        sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def scenario(today: date) -> dict[str, Any]:
    """What the people of the journey type, from journey.json; its dates lie around `today`."""
    told = Path(__file__).with_name("journey.json").read_text(encoding="utf-8")
    birth = today - timedelta(days=9)
    month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    words = {
        "birth_day": birth.day,
        "birth_month": birth.month,
        "birth_year": birth.year,
        "next_month": month.month,
        "next_year": month.year,
    }
    for name, number in words.items():
        told = told.replace(f"{{{name}}}", str(number))
    found: dict[str, Any] = json.loads(told)
    return found
