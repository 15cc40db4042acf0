"""Under whom a service runs: PostgreSQL refuses root, so root lends it the user `nobody`.

`setpriv` (util-linux, on every Debian) also ties a service's life to that of its starter.
"""

import os
import pwd
import shutil
import signal
import stat
from pathlib import Path

NOBODY = "nobody"


class CannotStart(Exception):
    """A service cannot be started here; the message is the whole story."""


def bound_to_us(end: signal.Signals) -> list[str]:
    """Words before a command by which it gets the signal when the process that started it dies."""
    setpriv = shutil.which("setpriv")
    return [setpriv, f"--pdeathsig={end.name.removeprefix('SIG')}"] if setpriv else []


def not_as_root(end: signal.Signals, data: Path, program: Path) -> list[str]:
    """The same for a program that refuses root: when we are root, under the owner of its data.

    Folders on the way that only root may enter (a clone under /root) stay as they are; the
    program then gets the one capability to pass them.
    """
    words = bound_to_us(end)
    if os.geteuid() != 0:
        return words
    if not words:
        raise CannotStart("PostgreSQL refuses root: install setpriv (package util-linux)")
    owner = _owner(data)
    words += [f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
    if not (_open_to_all(data) and _open_to_all(program)):
        words += ["--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override"]
        words += ["--securebits=+no_setuid_fixup"]  # or access(2) would forget the capability
    return words


def private_folder(folder: Path, *, owned_like: Path | None = None) -> None:
    """Make a folder that nobody else may enter; refuse one that somebody else made."""
    folder.mkdir(parents=True, exist_ok=True)
    owner = os.geteuid()
    if owner == 0 and owned_like is not None:
        owner = _owner(owned_like).pw_uid
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
        raise CannotStart(f"{folder} belongs to somebody else; set VAR_DIR to a folder of your own")
    os.chown(folder, owner, -1)
    folder.chmod(0o700)


def _owner(data: Path) -> pwd.struct_passwd:
    uid = data.stat().st_uid if data.exists() else 0
    return pwd.getpwuid(uid) if uid else pwd.getpwnam(NOBODY)


def _open_to_all(path: Path) -> bool:
    """Whether any user may walk to this path."""
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)
