"""The virtual environment in .venv, holding exactly the locked requirements."""

import shutil
import subprocess
import sys
from pathlib import Path

from setup.say import call, say
from setup.stamp import Stamp


def require(root: Path, requirements: str) -> None:
    """Install a lock file into .venv, making .venv when it is missing or was moved here."""
    folder = root / ".venv"
    python = folder / "bin" / "python"
    if not _works(python, folder):
        say("Making the virtual environment in .venv")
        shutil.rmtree(folder, ignore_errors=True)
        call([sys.executable, "-m", "venv", folder], folder=root)
    lock = root / requirements
    stamp = Stamp.of(folder / ("stamp-" + requirements.replace("/", "-")), [lock], str(root))
    if stamp.fresh():
        return
    say(f"Installing {requirements} (hashes checked)")
    pip: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--no-input"]
    call([*pip, "--only-binary=:all:", "--require-hashes", "-r", lock], folder=root)
    stamp.press()


def _works(python: Path, folder: Path) -> bool:
    """Whether the environment's own Python starts, and pip is there and was installed here."""
    pip = folder / "bin" / "pip"
    return pip.is_file() and str(folder) in pip.read_text() and _answers(python, "pass")


def _answers(python: Path, code: str) -> bool:
    done = subprocess.run(
        [python, "-c", code],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0
