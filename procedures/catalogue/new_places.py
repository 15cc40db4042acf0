"""The places of the country since 2025-07-01, and which old place became which, from the package.

Its converter knows localities by keys of letters; here they are codes of the statistics office.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from procedures.catalogue.node import CatalogueError
from procedures.catalogue.places import name_of, package_file, package_rows
from procedures.errors import N_
from procedures.routing import Text

_NEW = (
    "SELECT wardCode AS code, ward AS name, wardShort AS bare, wardKey AS key, province,"
    " provinceCode, provinceShort FROM admin_units WHERE provinceKey = ? ORDER BY wardCode"
)
_OLD = (
    "SELECT provinceKey || '_' || districtKey || '_' || wardKey AS key, provinceCode, districtCode,"
    " wardCode AS code FROM admin_units_legacy WHERE wardCode IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class NewLocality:
    """A locality that began; `bare_name` is the name without its type."""

    code: str
    name: Text
    bare_name: str


@dataclass(frozen=True, slots=True)
class Became:
    """Where an old locality went: the new one, and whether it is the usual of several."""

    code: str
    usual: bool


@dataclass(frozen=True, slots=True)
class NewProvince:
    """A province as it began on 2025-07-01, with what became of the old localities."""

    code: str
    name: Text
    bare_name: str
    localities: tuple[NewLocality, ...]
    became: dict[str, tuple[Became, ...]]
    """By the code of the old locality; more than one where it was divided."""


@cache
def new_province(key: str) -> NewProvince:
    """The province with the package's key, such as `tinhbacninh`."""
    rows = package_rows(_NEW, key)
    if not rows:
        raise CatalogueError(N_("{path}: gói dữ liệu không có tỉnh này."), key)
    localities = tuple(NewLocality(row["code"], name_of(row["name"]), row["bare"]) for row in rows)
    codes = {row["key"]: row["code"] for row in rows}
    return NewProvince(
        rows[0]["provinceCode"],
        name_of(rows[0]["province"]),
        rows[0]["provinceShort"],
        localities,
        _became(key, codes),
    )


def _became(key: str, codes: dict[str, str]) -> dict[str, tuple[Became, ...]]:
    """Whole localities first, then the divided ones, each by the old code."""
    old = {row["key"]: row["code"] for row in package_rows(_OLD)}
    converter: dict[str, Any] = json.loads(package_file("converter_2025.json"))
    found: dict[str, list[Became]] = defaultdict(list)
    for new_key, parts in converter["DICT_PROVINCE_WARD_NO_DIVIDED"][key].items():
        for part in parts:
            if part in old:
                found[old[part]].append(Became(codes[new_key], usual=True))
    divided = converter["DICT_PROVINCE_WARD_DIVIDED"].get(key, {})
    for part, heirs in divided.items():
        if part in old:
            found[old[part]] = [
                Became(codes[heir["newWardKey"]], usual=heir["isDefaultNewWard"]) for heir in heirs
            ]
    return {code: tuple(heirs) for code, heirs in sorted(found.items())}
