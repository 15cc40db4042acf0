"""The agencies and desks of the sample province, drawn up from one pattern per tier.

Codes follow from the data alone: the root of the province, two characters for each agency below
it. The same data always gives the same codes.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from procedures.catalogue import files
from procedures.catalogue.node import Node
from procedures.catalogue.places import all_places
from procedures.catalogue.province import Province, province
from procedures.routing import Place, Text, Unit

_PATTERNS = ("province-units", "departments", "district-units", "commune-units")


@cache
def all_units() -> tuple[Unit, ...]:
    """Every agency and desk of the sample province, those of wider places first."""
    return units_over(all_places(), province().agency_root)


def units_over(places: Sequence[Place], root: str) -> tuple[Unit, ...]:
    """Every agency and desk of these places, whose widest has the agency code `root`."""
    home = province()
    bases = _bases(home, places, root)
    patterns = _patterns()
    return tuple(
        unit
        for place in places
        for unit in _of_place(home, place, bases[place.code], patterns[place.tier])
    )


def _patterns() -> dict[str, list[Node]]:
    """For each tier, the units that every place of it has; the committee comes first."""
    found: dict[str, list[Node]] = defaultdict(list)
    for name in _PATTERNS:
        root = files.read("province", name)
        found[root["tier"].string()].extend(root["units"])
    return found


def _bases(home: Province, places: Sequence[Place], root: str) -> dict[str, str]:
    """The code of the committee of every place, left to right."""
    bases: dict[str, str] = {}
    used: dict[str | None, int] = defaultdict(lambda: home.children_from)
    for place in places:
        if place.parent is None:
            bases[place.code] = root
            continue
        bases[place.code] = f"{bases[place.parent]}.{used[place.parent]:02d}"
        used[place.parent] += 1
    return bases


def _of_place(home: Province, place: Place, base: str, pattern: list[Node]) -> Iterator[Unit]:
    for node in pattern:
        group = node.maybe("group", Node.string)
        under = node.maybe("under", Node.string)
        shown = _shown(home, place, node)
        code = f"{base}.{group}" if group else base
        kind = node["kind"].string()
        yield Unit(
            code_2020=code,
            code_2016=reversed_code(code),
            kind=kind,
            place=place.code,
            parent=_key(place.code, under) if under else _above(place, kind),
            name=named(shown["name"].text(), place.name),
            valid_from=place.valid_from,
            valid_to=place.valid_to,
            key=_key(place.code, kind),
            abbreviation=shown["abbreviation"].string(),
        )


def _above(place: Place, kind: str) -> str | None:
    return _key(place.parent, kind) if place.parent else None


def _key(place_code: str, kind: str) -> str:
    return f"{place_code}/{kind}"


def _shown(home: Province, place: Place, node: Node) -> Node:
    """The name that fits the type of the place: a city's division is called otherwise."""
    kind = home.place_type(place.name["vi"])["vi"]
    for variant in node.get("variants") or ():
        if kind in variant["place_types"].strings():
            return variant
    return node


def named(pattern: Text, place: Text) -> Text:
    """Within a Vietnamese name the type of the place has a small letter."""
    vi = place["vi"]
    inside = {"vi": vi[0].lower() + vi[1:], "en": place["en"]}
    return {language: text.format(place=inside[language]) for language, text in pattern.items()}


def reversed_code(code_2020: str) -> str:
    """The four groups V.Z.Y.M of QCVN 102:2016/BTTTT, root at the right: `000.05.31.H02`."""
    root, *below = code_2020.split(".")
    first, second, third = [*below, "00", "00", "00"][:3]
    return f"{third:0>3}.{second}.{first}.{root}"
