"""The places of the country before 2025-07-01, as the package `vietnamadminunits` lists them.

The package's own modules are not imported (they pull in geometry libraries); its database file
is read where the package was installed.
"""

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from procedures.catalogue.node import CatalogueError
from procedures.catalogue.province import Province, province
from procedures.errors import N_
from procedures.routing import Place, Text

_PACKAGE = "vietnamadminunits"
_DATABASE = Path("data") / "dataset.db"
_OF_PROVINCE = "SELECT * FROM admin_units_legacy WHERE provinceCode = ?"
_OF_COUNTRY = "SELECT * FROM admin_units_legacy"


@cache
def all_places() -> tuple[Place, ...]:
    """Every place of the sample province, wider places first, by code within a tier."""
    return places_of(province().code)


def places_of(code: str) -> tuple[Place, ...]:
    """Every place of the province with this code, in the same order."""
    return _tree(province(), package_rows(_OF_PROVINCE, code))


@cache
def country_places() -> tuple[Place, ...]:
    """Every place of the country, in the same order: for addresses, never for routing.

    Some 10,800 places, read in about half a second the first time.
    """
    return _tree(province(), package_rows(_OF_COUNTRY))


def package_rows(query: str, *values: str) -> list[sqlite3.Row]:
    """What the package's database answers."""
    address = (_folder() / _DATABASE).as_uri()
    with closing(sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True)) as db:
        db.row_factory = sqlite3.Row
        return db.execute(query, values).fetchall()


def package_file(name: str) -> str:
    """The text of another data file of the package."""
    return (_folder() / _DATABASE.parent / name).read_text(encoding="utf-8")


def _folder() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise CatalogueError(N_("{path}: chưa cài gói dữ liệu này."), _PACKAGE)
    return Path(spec.origin).parent


def _tree(home: Province, rows: Iterable[sqlite3.Row]) -> tuple[Place, ...]:
    found: dict[tuple[int, str], Place] = {}
    for row in rows:
        for rank, place in enumerate(_line(home, row)):
            found.setdefault((rank, place.code), place)
    return tuple(found[key] for key in sorted(found))


def _line(home: Province, row: sqlite3.Row) -> Iterator[Place]:
    """The places of one row, from the widest down; island districts have nothing below them."""
    parent: str | None = None
    for tier in home.tiers:
        code, name = row[tier.code_column], row[tier.name_column]
        if code is None or name is None:
            return
        yield Place(
            str(code), name_of(str(name)), tier.code, parent, home.valid_from, home.valid_to
        )
        parent = str(code)


def name_of(written: str) -> Text:
    """Both names of a place. The package sometimes writes "Thị Xã" for "Thị xã"."""
    kind = province().place_type(unicodedata.normalize("NFC", written))
    stem = unicodedata.normalize("NFC", written)[len(kind["vi"]) + 1 :]
    english = f"{kind['en']} {stem}" if stem.isdigit() else f"{plain(stem)} {kind['en']}"
    return {"vi": f"{kind['vi']} {stem}", "en": english}


def plain(vietnamese: str) -> str:
    """The letters without their marks, as English texts write Vietnamese names."""
    apart = unicodedata.normalize("NFD", vietnamese.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
