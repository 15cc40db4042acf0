"""Keeps one process running: starts it again when it ends, each time after a longer pause.

Written here because no supervisor on PyPI waits for readiness between stages, tries for ever
and ties its children's life to its own; it is one loop and one way to stop.
"""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from portal.local.plan import Process

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
LARGEST_LOG = 5 * 1024 * 1024
STEADY_SECONDS = 20.0
"""Having run this long, the next failure counts as the first again."""


class Keeper:
    """The life of one process of the plan; `stop` ends it for good."""

    def __init__(self, process: Process, logs: Path, tell: Callable[[str], None]) -> None:
        self.process = process
        self.log = _begin_log(logs / f"{process.name}.log")
        self.starts = 0
        self._tell = tell
        self._running: asyncio.subprocess.Process | None = None
        self._over = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; returns at once."""
        self._task = asyncio.create_task(self._keep(), name=self.process.name)

    async def _keep(self) -> None:
        pause = FIRST_PAUSE
        while not self._over.is_set():
            began = time.monotonic()
            code = await self._run_once()
            if self._over.is_set():
                return
            if time.monotonic() - began > STEADY_SECONDS:
                pause = FIRST_PAUSE
            self._tell(f"{self.process.name} ended ({code}), starting it again in {pause:g} s")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _run_once(self) -> int:
        self.starts += 1
        with self.log.open("ab") as log:
            self._running = await asyncio.create_subprocess_exec(
                *self.process.command,
                cwd=self.process.folder,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if self._over.is_set():  # asked to stop while it was being started
            self._ask_to_end()
        return await self._running.wait()

    def _ask_to_end(self) -> None:
        if self._running is not None and self._running.returncode is None:
            with suppress(ProcessLookupError):
                self._running.send_signal(self.process.stop)

    async def stop(self, grace: float) -> None:
        """Ask it to end; after `grace` seconds end it and all that it started."""
        self._over.set()
        if self._task is None:
            return
        self._ask_to_end()
        done, _ = await asyncio.wait([self._task], timeout=grace)
        if self._running is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._running.pid, signal.SIGKILL)
        if not done:
            await self._task


def _begin_log(path: Path) -> Path:
    """Put a large log of earlier runs aside; one such file is kept."""
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(".old"))
    return path
