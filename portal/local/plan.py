"""Which processes make the system, read from processes.json and filled in from the settings."""

import json
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from portal.local import postgres, valkey
from portal.local.privileges import bound_to_us
from portal.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Process:
    """A program to keep running: its words, and the signal that asks it to end."""

    name: str
    command: tuple[str, ...]
    stop: signal.Signals = signal.SIGTERM
    folder: Path = ROOT


@dataclass(frozen=True, slots=True)
class Service:
    """A server that the programs need before they start, with its data in a folder of its own."""

    name: str
    data: Path
    initialise: Callable[[Path], None]
    command: Callable[[Path], list[str]]
    answers: Callable[[Path], bool]
    stop: signal.Signals

    def process(self) -> Process:
        """What to run; asked after `initialise`, because the data's owner runs it."""
        return Process(self.name, tuple(self.command(self.data)), self.stop, Path("/"))


@dataclass(frozen=True, slots=True)
class Plan:
    """In the order of starting: the web comes before the workers, so that it answers sooner.

    What the preparation prints is shown to the person once all is well.
    """

    services: tuple[Service, ...]
    prepare: Process
    serving: tuple[Process, ...]
    working: tuple[Process, ...]


def plan(settings: Settings) -> Plan:
    """What `make run` runs under these settings."""
    table = json.loads(Path(__file__).with_name("processes.json").read_text(encoding="utf-8"))
    words = _words(settings)
    return Plan(
        services=tuple(_services(settings)),
        prepare=_process("prepare", table["prepare"], words),
        serving=tuple(_programs(table["serving"], words)),
        working=tuple(_programs(table["working"], words)),
    )


def _services(settings: Settings) -> Iterator[Service]:
    for wanted, name, module in (
        (settings.embedded_database, "postgres", postgres),
        (settings.embedded_queue, "valkey", valkey),
    ):
        if wanted:
            data = settings.var_dir / name
            yield Service(
                name, data, module.initialise, module.command, module.answers, module.STOP
            )


def _programs(rows: list[dict[str, Any]], words: dict[str, Any]) -> Iterator[Process]:
    for row in rows:
        if "when" not in row or words[row["when"]]:
            copies = words[row["copies"]] if "copies" in row else 1
            for number in range(1, copies + 1):
                name = row["name"] if copies == 1 else f"{row['name']}-{number}"
                yield _process(name, row["command"], words)


def _words(settings: Settings) -> dict[str, Any]:
    programs = Path(sys.executable).parent
    return asdict(settings) | {
        "bin": str(programs),
        "pki_port": urlsplit(settings.pki_url).port or 80,
        "sample_signer": settings.sample_signer,
    }


def _process(name: str, command: list[str], words: dict[str, Any]) -> Process:
    filled = [word.format_map(words) for word in command]
    return Process(name, (*bound_to_us(signal.SIGTERM), *filled))
