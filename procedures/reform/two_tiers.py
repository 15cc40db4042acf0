"""The plan that leaves out a tier, drawn up from the data package and the tree that stands.

Which unit follows which, and how routes change, are the documented defaults of
`procedures/catalogue/data/reform/two-tiers.json`; nothing here knows the name of a tier.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from procedures.catalogue import files
from procedures.catalogue.agencies import named, reversed_code
from procedures.catalogue.new_places import NewProvince, new_province
from procedures.reform.plan import new
from procedures.reform.tree import Before
from procedures.routing import Function

Json = dict[str, Any]


def two_tiers(
    before: Before, procedures: Iterable[Json], on: date | None = None, province: str = ""
) -> Json:
    """The JSON of the plan; `procedures` are the bodies.

    `on` is another day than that of the data, `province` another new province, by its key in the
    package.
    """
    data: Json = dict(files.read("reform", "two-tiers").mapping())
    if province:
        data["province_key"] = province
    return _Draft(data, before).body(procedures, on)


def left_out(places: Collection[str]) -> int:
    """How many old localities go into the new province and are not among these codes."""
    key = files.read("reform", "two-tiers")["province_key"].string()
    return sum(code not in places for code in new_province(key).became)


class _Draft:
    """One plan in the making."""

    def __init__(self, data: Json, before: Before) -> None:
        self._data = data
        self._before = before
        self._top: str = data["tiers"]["top"]
        self._bottom: str = data["tiers"]["bottom"]
        self._province: NewProvince = new_province(data["province_key"])
        self._bases = dict(self._numbered())
        self._went = dict(self._places_went())

    def body(self, procedures: Iterable[Json], on: date | None) -> Json:
        """The whole JSON."""
        return {
            "document": self._data["document"],
            "title": self._data["title"],
            "effective_on": on.isoformat() if on else self._data["effective_on"],
            "new_places": list(self._new_places()),
            "places": [self._step("place", code, heirs) for code, heirs in self._went.items()],
            "new_units": list(self._new_units()),
            "units": list(self._unit_steps()),
            "routes": [route for body in procedures if (route := self._route(body))],
        }

    def _numbered(self) -> Iterator[tuple[str, str]]:
        """The code of the committee of every new place."""
        root = self._data["agency_root"]
        yield self._province.code, root
        first = self._data["children_from"]
        for number, locality in enumerate(self._province.localities, start=first):
            yield locality.code, f"{root}.{number:02d}"

    def _places_went(self) -> Iterator[tuple[str, dict[str, bool]]]:
        """For every old place its new ones, and which is usual: a locality's own, else by count."""
        places = self._before.places
        below: dict[str, Counter[str]] = {}
        for code, heirs in self._province.became.items():
            fact = places.get(code)
            if fact is None or fact.parent is None:
                continue
            yield code, {heir.code: heir.usual for heir in heirs}
            below.setdefault(fact.parent, Counter()).update(heir.code for heir in heirs)
        for code, counted in below.items():
            usual = min(counted, key=lambda heir: (-counted[heir], heir))
            yield code, {heir: heir == usual for heir in sorted(counted)}
        for code in {over for code in below if (over := places[code].parent)}:
            yield code, {self._province.code: True}

    def _new_places(self) -> Iterator[Json]:
        province = self._province
        yield {
            "code": province.code,
            "tier": self._top,
            "name": dict(province.name),
            "bare_name": province.bare_name,
            "parent": None,
        }
        for locality in province.localities:
            yield {
                "code": locality.code,
                "tier": self._bottom,
                "name": dict(locality.name),
                "bare_name": locality.bare_name,
                "parent": new(province.code),
            }

    def _new_units(self) -> Iterator[Json]:
        for place in self._new_places():
            for pattern in self._data["units"][place["tier"]]:
                yield self._unit(place, pattern)

    def _unit(self, place: Json, pattern: Json) -> Json:
        base = self._bases[place["code"]]
        code = self._code(place["code"], pattern)
        over = None if place["parent"] is None else self._data["agency_root"]
        parent = base if "under" in pattern else over
        return {
            "code_2020": code,
            "code_2016": reversed_code(code),
            "kind": pattern["kind"],
            "place": new(place["code"]),
            "parent": new(parent) if parent else None,
            "name": dict(named(pattern["name"], place["name"])),
            "short_name": pattern["abbreviation"],
            "calendar": self._data["calendar"],
            "contact": {"address": place["name"]["vi"], "phone": "", "email": ""},
        }

    def _code(self, place: str, pattern: Json) -> str:
        base = self._bases[place]
        return f"{base}.{pattern['group']}" if "group" in pattern else base

    def _unit_steps(self) -> Iterator[Json]:
        for code, unit in self._before.units.items():
            went = self._went.get(unit.place)
            if went is None:
                continue
            tier = self._before.places[unit.place].tier
            heirs = self._data["heirs"][tier].get(unit.kind)
            if heirs:
                yield self._unit_step(code, went, heirs)
            else:
                yield {"step": "end", "unit": code}

    def _unit_step(self, code: str, went: Mapping[str, bool], heirs: list[Json]) -> Json:
        """By field of law when the data tell several, else by the places that follow."""
        if len(heirs) > 1:
            into = [
                {
                    "to": self._office(self._province.code, heir["tier"], heir["kind"]),
                    "fields": heir.get("fields", []),
                    "usual": heir.get("usual", False),
                }
                for heir in heirs
            ]
            return {"step": "split", "unit": code, "into": into}
        heir = heirs[0]
        if heir["tier"] == self._top:
            to = self._office(self._province.code, heir["tier"], heir["kind"])
            return {"step": "merge", "unit": code, "into": [{"to": to}]}
        offices = {
            self._office(place, heir["tier"], heir["kind"]).removeprefix("+"): usual
            for place, usual in went.items()
        }
        return self._step("unit", code, offices)

    def _office(self, place: str, tier: str, kind: str) -> str:
        pattern = next(p for p in self._data["units"][tier] if p["kind"] == kind)
        return new(self._code(place, pattern))

    @staticmethod
    def _step(what: str, code: str, heirs: Mapping[str, bool]) -> Json:
        if len(heirs) == 1:
            return {"step": "merge", what: code, "into": [{"to": new(next(iter(heirs)))}]}
        into = [
            {"to": new(heir), "usual": True} if usual else {"to": new(heir)}
            for heir, usual in heirs.items()
        ]
        return {"step": "split", what: code, "into": into}

    def _route(self, body: Json) -> Json | None:
        """The procedure's route with each office replaced by its successor; None when none is."""
        legs = self._legs(body)
        gone: Mapping[str, str] = self._data["tiers"]["gone"]
        decided_at = gone.get(body["decided_at"], body["decided_at"])
        if legs == body["route"] and decided_at == body["decided_at"]:
            return None
        return {"code": body["code"], "decided_at": decided_at, "legs": legs}

    def _legs(self, body: Json) -> list[Json]:
        """Without opinions that a unit would give to itself."""
        legs: list[Json] = []
        for leg in (self._leg(leg, body["field"]["code"]) for leg in body["route"]):
            itself = bool(legs) and legs[-1]["unit"] == leg["unit"]
            if not (itself and leg["function"] == Function.OPINION):
                legs.append(leg)
        return legs

    def _leg(self, leg: Json, field: str) -> Json:
        unit = leg["unit"]
        heirs = self._data["heirs"].get(unit["tier"], {}).get(unit["kind"], [])
        if not heirs:
            return leg
        heir = next((h for h in heirs if field in h.get("fields", [])), None)
        heir = heir or next((h for h in heirs if h.get("usual")), heirs[0])
        return {**leg, "unit": {"kind": heir["kind"], "tier": heir["tier"]}}
