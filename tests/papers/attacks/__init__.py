"""What forgers do to papers and declarations: attack files by class, one module a class.

An attack takes the forge, which is all that a forger can come by, and gives the bytes of a file.
What has to be said of each stands in `verdicts.tsv`.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from tests.papers.attacks.forge import Forge

Attack = Callable[[Forge], bytes]
Change = Callable[[bytes], bytes]
FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Row:
    """An attack and the reasons to be given for it; empty where it cannot be tried.

    `unknown` is said without the register, `registered` with what it knows of the paper attacked;
    `stamped` when the forger makes the change on a slip cut back to its seal and has it stamped by
    the public time authority himself; `declaration` when a citizen's signed file is changed so.
    """

    kind: str
    attack: str
    unknown: str
    registered: str
    stamped: str
    declaration: str


def _rows() -> tuple[Row, ...]:
    with (FOLDER / "verdicts.tsv").open(encoding="utf-8", newline="") as table:
        return tuple(Row(**line) for line in csv.DictReader(table, delimiter="\t"))


def _functions(name: str) -> Mapping[str, Callable[..., bytes]]:
    kinds = {row.kind for row in ROWS}
    modules = [import_module(f"{__name__}.{kind}") for kind in sorted(kinds)]
    return {key: made for module in modules for key, made in getattr(module, name, {}).items()}


ROWS = _rows()
CHANGES: Mapping[str, Change] = MappingProxyType(_functions("CHANGES"))
"""What can be done to any file at hand, without a key."""
ATTACKS: Mapping[str, Attack] = MappingProxyType(_functions("ATTACKS"))
"""What needs more than one file, or keys of one's own."""


def forged(name: str, forge: Forge) -> bytes:
    """The attack file."""
    if name in CHANGES:
        return CHANGES[name](forge.paper)
    return ATTACKS[name](forge)
