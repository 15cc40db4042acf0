"""The lists of places and offices that an e-form offers, from the tree in force on a day.

Names are Vietnamese in every language: what is chosen here is printed on papers. Places of other
provinces come from the country's list; this province's own tree is the database's.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from forms.kinds.places import Agency, Place
from procedures.catalogue.places import country_places, plain
from procedures.catalogue.province import province
from procedures.records import PlaceRow, UnitRow
from procedures.records.directory import in_force
from procedures.routing import Text

LOCAL = "local"


class Tree:
    """Places by code and by parent, each list sorted for reading."""

    def __init__(self, rows: Iterable[tuple[str, str, str, str | None]]) -> None:
        """`rows` are (code, Vietnamese name, tier, code of the parent)."""
        self._found: dict[str, tuple[str, str, str | None]] = {}
        below: dict[str | None, list[str]] = defaultdict(list)
        for code, name, tier, parent in rows:
            self._found[code] = (name, tier, parent)
            below[parent].append(code)
        self._below: Mapping[str | None, list[str]] = below
        self._lists: dict[str | None, list[Place]] = {}

    def __contains__(self, code: str) -> bool:
        return code in self._found

    def children(self, parent: str | None) -> list[Place]:
        """The places right below, sorted once."""
        if parent not in self._lists:
            codes = self._below.get(parent, [])
            ordered = sorted(codes, key=lambda code: _order(self._found[code][0]))
            level = _level(self._found[code][0] for code in codes)
            self._lists[parent] = [self._place(code, level) for code in ordered]
        return self._lists[parent]

    def path(self, code: str) -> list[Place]:
        """From the topmost place down; [] for an unknown code."""
        line: list[Place] = []
        at: str | None = code
        while at is not None and at in self._found and len(line) < len(self._found):
            name, _, parent = self._found[at]
            line.append(self._place(at, _level([name])))
            at = parent
        return line[::-1]

    def _place(self, code: str, level: Text) -> Place:
        name, tier, _ = self._found[code]
        return Place(code, name, tier, level)


@cache
def country() -> Tree:
    """Every place of the country as the package lists them."""
    return Tree((p.code, p.name["vi"], p.tier, p.parent) for p in country_places())


class DatabaseChoices:
    """Implements `forms.kinds.places.Choices`."""

    def __init__(self, db: Session, on: date) -> None:
        self._db = db
        self._on = on

    @cached_property
    def _local(self) -> Tree:
        """This province's tree, in one query."""
        above = aliased(PlaceRow)
        rows = self._db.execute(
            select(PlaceRow.code, PlaceRow.name, PlaceRow.tier, above.code)
            .outerjoin(above, above.id == PlaceRow.parent_id)
            .where(in_force(PlaceRow, self._on))
        )
        return Tree((code, name["vi"], tier, parent) for code, name, tier, parent in rows)

    def children(self, parent: str | None, scope: str) -> Sequence[Place]:
        if scope == LOCAL or (parent is not None and parent in self._local):
            return self._local.children(parent)
        return country().children(parent)

    def path(self, code: str) -> Sequence[Place]:
        return self._local.path(code) or country().path(code)

    def agencies(self, place: str, kinds: Sequence[str]) -> Sequence[Agency]:
        rows = self._db.execute(
            select(UnitRow.code_2020, UnitRow.name)
            .join(PlaceRow, PlaceRow.id == UnitRow.place_id)
            .where(
                PlaceRow.code == place,
                UnitRow.kind.in_(kinds),
                in_force(PlaceRow, self._on),
                in_force(UnitRow, self._on),
            )
            .order_by(UnitRow.code_2020)
        )
        return [Agency(code, name["vi"], place) for code, name in rows]


def _order(name: str) -> tuple[str, str]:
    """By the bare name, letters before marks: Bích Động before Bố Hạ, whatever their types."""
    bare = name[len(province().place_type(name)["vi"]) + 1 :]
    return plain(bare).lower(), name


def _level(names: Iterable[str]) -> Text:
    """What a list of these places is called, by the types in it: "Phường, xã"."""
    seen = {province().place_type(name)["vi"] for name in names}
    types = [kind for kind in province().place_types if kind["vi"] in seen]
    return {locale: _joined(kind[locale] for kind in types) for locale in ("vi", "en")}


def _joined(words: Iterable[str]) -> str:
    return ", ".join(words).capitalize()
