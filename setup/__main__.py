"""`python3 -m setup run|test`: brings a checkout to the state that the Makefile's targets need."""

import fcntl
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from setup import assets, system, venv
from setup.say import CannotSetUp, say

ROOT = Path(__file__).resolve().parent.parent


def _venv() -> None:
    system.require(ROOT, "venv")
    venv.require(ROOT, "requirements.txt")


def _assets() -> None:
    _venv()
    assets.require(ROOT)


def _run() -> None:
    system.require(ROOT, "run")
    _assets()


def _test() -> None:
    system.require(ROOT, "run", "test")
    _assets()
    venv.require(ROOT, "tests/requirements.txt")


STEPS: Mapping[str, Callable[[], None]] = {
    "venv": _venv,
    "assets": _assets,
    "run": _run,
    "test": _test,
}


def main(arguments: list[str]) -> int:
    """Carry out one step; two set-ups of the same checkout wait for each other."""
    if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever Python the machine has
        say("Python 3.11 or newer is needed; this is " + sys.version.split()[0])
        return 2
    if len(arguments) != 1 or arguments[0] not in STEPS:
        say("usage: python3 -m setup " + "|".join(STEPS))
        return 2
    folder = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    try:
        STEPS[arguments[0]]()
    except CannotSetUp as reason:
        say(str(reason))
        return 2
    finally:
        os.close(folder)
    return 0


sys.exit(main(sys.argv[1:]))
