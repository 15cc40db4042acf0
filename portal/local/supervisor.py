"""Brings the whole system up in order, keeps it up, and takes it down without leaving a process."""

import asyncio
import ctypes
import os
import signal
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from portal.local import ready, web
from portal.local.keeper import Keeper
from portal.local.plan import Plan, Process
from portal.local.privileges import CannotStart
from portal.settings import Settings

PROGRAMS_GRACE = 4.5
SERVICES_GRACE = 4.0
_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SET_CHILD_SUBREAPER = 36
_SHOWN_LINES = 15


def tell(line: str) -> None:
    """One line for the person at the terminal."""
    sys.stderr.write(f"· {line}\n")
    sys.stderr.flush()


class Supervisor:
    """One run of the system under these settings."""

    def __init__(self, settings: Settings, plan: Plan) -> None:
        self._settings = settings
        self._plan = plan
        self._logs = settings.var_dir / "log"
        self._services: list[Keeper] = []
        self._programs: list[Keeper] = []
        self._ending = asyncio.Event()

    async def run(self) -> None:
        """Serve until a signal asks for the end; raises CannotStart when it cannot begin."""
        loop = asyncio.get_running_loop()
        for number in _ENDS:
            loop.add_signal_handler(number, self._ending.set)
        # An orphan of a child (a job of a killed worker) becomes ours, so that none is left.
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        work = asyncio.create_task(self._bring_up())
        end = asyncio.create_task(self._ending.wait())
        both: list[asyncio.Task[Any]] = [work, end]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                work.result()
                await end
        finally:
            work.cancel()
            with suppress(asyncio.CancelledError, CannotStart):
                await work
            await self._take_down()

    async def _bring_up(self) -> None:
        self._logs.mkdir(parents=True, exist_ok=True)
        steps = self._plan
        for service in steps.services:
            service.initialise(service.data)
            self._services.append(self._keep(service.process()))
        for service in steps.services:
            if not await ready.until(partial(service.answers, service.data)):
                log = self._logs / f"{service.name}.log"
                raise CannotStart(f"{service.name} does not answer{_tail(log)}")
        tell("preparing the database, the test PKI and the sample province")
        with web.preparing(self._settings.var_dir):
            self._programs += [self._keep(process) for process in steps.serving]
            greeting = await self._once(steps.prepare)
        host, port = self._settings.host, self._settings.port
        await ready.until(lambda: ready.health(host, port) is not None)
        self._programs += [self._keep(process) for process in steps.working]
        await self._greet(greeting)

    def _keep(self, process: Process) -> Keeper:
        keeper = Keeper(process, self._logs, tell)
        keeper.start()
        return keeper

    async def _once(self, process: Process) -> str:
        """Run to its end and return what it said; a failure stops the boot."""
        log = self._logs / f"{process.name}.log"
        with log.open("wb") as errors:
            running = await asyncio.create_subprocess_exec(
                *process.command,
                cwd=process.folder,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
            )
            said, _ = await running.communicate()
        if running.returncode != 0:
            raise CannotStart(f"{process.name} failed ({running.returncode}){_tail(log)}")
        return said.decode()

    async def _greet(self, greeting: str) -> None:
        host, port = self._settings.host, self._settings.port
        if not await ready.until(lambda: ready.is_healthy(host, port), pause=0.5):
            tell(f"not healthy yet: {ready.health(host, port)}; logs are in {self._logs}")
        sys.stdout.write(f"{greeting.rstrip()}\n\nhttp://{host}:{port}   (Ctrl-C: dừng / stop)\n")
        sys.stdout.flush()

    async def _take_down(self) -> None:
        await asyncio.gather(*(keeper.stop(PROGRAMS_GRACE) for keeper in self._programs))
        await asyncio.gather(*(keeper.stop(SERVICES_GRACE) for keeper in self._services))
        for left in psutil.Process().children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                left.kill()
        _reap()


def _reap() -> None:
    """Let the ended orphans go, so that they do not stay as defunct entries."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            continue


def _tail(log: Path) -> str:
    """The last lines of a log, for a message that ends the boot."""
    lines = log.read_text(errors="replace").splitlines()[-_SHOWN_LINES:] if log.exists() else []
    return "".join(f"\n  {line}" for line in ["", *lines])
