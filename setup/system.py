"""Debian packages that pip cannot bring: looked for by what they provide, installed when we may."""

import ctypes
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from setup.say import CannotSetUp, call, say

_QUIET = {"DEBIAN_FRONTEND": "noninteractive"}


def require(root: Path, *groups: str) -> None:
    """See that all packages of these groups of system.json are there; raise CannotSetUp if not."""
    wanted = json.loads(Path(__file__).with_name("system.json").read_text(encoding="utf-8"))
    needs = [need for group in groups for need in wanted[group]]
    missing = [need for need in needs if not _present(need)]
    if not missing:
        return
    packages = sorted({_package(need) for need in missing})
    reasons = "; ".join(sorted({f"{_package(need)} ({need['for']})" for need in missing}))
    say(f"System packages missing: {reasons}")
    _install(root, packages)
    left = sorted({_package(need) for need in missing if not _present(need)})
    if left:
        raise CannotSetUp("installed, but still not found: " + " ".join(left))


def _package(need: dict[str, str]) -> str:
    return need["package"].format(version=f"{sys.version_info.major}.{sys.version_info.minor}")


def _present(need: dict[str, str]) -> bool:
    """Probe for the thing itself, whoever installed it."""
    if "command" in need:
        return shutil.which(need["command"]) is not None
    if "module" in need:
        importlib.invalidate_caches()
        return importlib.util.find_spec(need["module"]) is not None
    try:
        ctypes.CDLL(need["library"])
    except OSError:
        return False
    return True


def _install(root: Path, packages: list[str]) -> None:
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    prefix = _authority()
    if prefix is None:
        command = f"apt-get update && sudo {shlex.join(install)}"
        raise CannotSetUp(f"install them once with:  sudo {command}")
    say("Installing " + " ".join(packages))
    call([*prefix, "apt-get", "update"], folder=root, environ=_QUIET)
    call([*prefix, *install], folder=root, environ=_QUIET)


def _authority() -> list[str] | None:
    """Words before apt-get: none for root, sudo where it asks no password; None if we may not."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(
        ["sudo", "-n", "true"],  # noqa: S607 - sudo is the system's own
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return ["sudo", "-n"] if asked.returncode == 0 else None
