"""The sample province: its tiers, and its places as the package `vietnamadminunits` lists them.

The package's own modules are not imported (they pull in geometry libraries); its database file
is read where the package was installed.
"""

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from procedures.catalogue import files
from procedures.catalogue.node import CatalogueError, Node
from procedures.errors import N_
from procedures.routing import Place, Text

_PACKAGE = "vietnamadminunits"
_DATABASE = Path("data") / "dataset.db"
_OLD_TREE = "SELECT * FROM admin_units_legacy WHERE provinceCode = ? ORDER BY wardCode"
"""The package's tree of before 2025-07-01."""


@dataclass(frozen=True, slots=True)
class Tier:
    """A level of government; rank 1 is the widest. The columns are those of the package."""

    code: str
    rank: int
    name: Text
    code_column: str
    name_column: str


@dataclass(frozen=True, slots=True)
class Province:
    """What the data says of the province as a whole."""

    code: str
    agency_root: str
    valid_from: date
    valid_to: date | None
    tiers: tuple[Tier, ...]
    place_types: tuple[Text, ...]
    children_from: int
    """Number of the first group that stands for a lower place; smaller ones are own offices."""

    def place_type(self, name: str) -> Text:
        """The type at the head of a Vietnamese place name: the longest one that fits."""
        fits = [kind for kind in self.place_types if name.startswith(kind["vi"] + " ")]
        if not fits:
            raise CatalogueError(N_("{path}: không rõ loại địa bàn."), name)
        return max(fits, key=lambda kind: len(kind["vi"]))


@cache
def province() -> Province:
    root = files.read("province", "tiers")
    return Province(
        root["province"].string(),
        root["agency_root"].string(),
        root["valid_from"].day(),
        root.maybe("valid_to", Node.day),
        tuple(sorted((_tier(item) for item in root["tiers"]), key=lambda tier: tier.rank)),
        root["place_types"].texts(),
        root["children_from"].number(),
    )


def _tier(node: Node) -> Tier:
    columns = node["columns"]
    return Tier(
        node["code"].string(),
        node["rank"].number(),
        node["name"].text(),
        columns["code"].string(),
        columns["name"].string(),
    )


@cache
def all_places() -> tuple[Place, ...]:
    """Every place of the province, wider places first, by code within a tier."""
    home = province()
    found: dict[tuple[int, str], Place] = {}
    for row in _rows(home.code):
        for place, tier in zip(_line(home, row), home.tiers, strict=True):
            found.setdefault((tier.rank, place.code), place)
    return tuple(found[key] for key in sorted(found))


def _rows(province_code: str) -> list[sqlite3.Row]:
    with closing(sqlite3.connect(f"{_database().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        db.row_factory = sqlite3.Row
        return db.execute(_OLD_TREE, (province_code,)).fetchall()


def _database() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise CatalogueError(N_("{path}: chưa cài gói dữ liệu này."), _PACKAGE)
    return Path(spec.origin).parent / _DATABASE


def _line(home: Province, row: sqlite3.Row) -> Iterator[Place]:
    """The places of one row, from the widest down."""
    parent: str | None = None
    for tier in home.tiers:
        code = str(row[tier.code_column])
        name = _name(home, unicodedata.normalize("NFC", str(row[tier.name_column])))
        yield Place(code, name, tier.code, parent, home.valid_from, home.valid_to)
        parent = code


def _name(home: Province, written: str) -> Text:
    """Both names of a place. The package writes a type in capitals once: "Thị Xã Việt Yên"."""
    fits = [k["vi"] for k in home.place_types if written.lower().startswith(k["vi"].lower() + " ")]
    kind = max(fits, key=len, default="")
    name = kind + written[len(kind):]
    stem = name[len(kind) + 1:]
    return {"vi": name, "en": f"{plain(stem)} {home.place_type(name)['en']}"}


def plain(vietnamese: str) -> str:
    """The letters without their marks, as English texts write Vietnamese names."""
    apart = unicodedata.normalize("NFD", vietnamese.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
