"""How the set-up speaks: one plain line at a time, and one kind of failure."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


class CannotSetUp(Exception):
    """A step that only a person can take is missing; the message is the whole story."""


def say(line: str) -> None:
    """Tell the person at the terminal what happens next."""
    sys.stderr.write(f"· {line}\n")
    sys.stderr.flush()


def call(
    command: Sequence[str | Path], *, folder: Path, environ: Mapping[str, str] | None = None
) -> None:
    """Run a command quietly; when it fails, show all that it said and stop."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        cwd=folder,
        env={**os.environ, **(environ or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        sys.stderr.write(done.stdout)
        raise CannotSetUp(f"failed ({done.returncode}): {shlex.join(words)}")
