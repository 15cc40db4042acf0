"""The tree of units, searched by words, kind, place and day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from procedures.reads.administration.slices import AnyRow, Edge, cut
from procedures.records import PlaceRow, TierRow, UnitRow
from procedures.records.directory import in_force
from procedures.records.spelling import folded, like
from procedures.routing import Text


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which units to list; `words` may be of the name or the head of a code."""

    on: date
    words: str = ""
    kind: str = ""
    place: str = ""
    tier: str = ""


@dataclass(frozen=True, slots=True)
class UnitItem:
    """One row of the list."""

    id: int
    name: Text
    code: str
    kind: str
    place: Text
    tier: Text
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Units:
    """A slice of the list in the order of the codes, which is that of the tree."""

    items: tuple[UnitItem, ...]
    previous: Edge | None
    next: Edge | None


def units(db: Session, wanted: Wanted, edge: Edge | None = None) -> Units:
    """The units that stand on the day and answer to the filters."""
    query = _rows().where(in_force(UnitRow, wanted.on))
    if wanted.kind:
        query = query.where(UnitRow.kind == wanted.kind)
    if wanted.tier:
        query = query.where(PlaceRow.tier == wanted.tier)
    if wanted.place:
        query = query.where(folded(PlaceRow.name["vi"].astext).like(like(wanted.place)))
    if wanted.words:
        name = folded(UnitRow.name["vi"].astext).like(like(wanted.words))
        code = UnitRow.code_2020.startswith(wanted.words.strip(), autoescape=True)
        query = query.where(or_(name, code))
    found = cut(db, query, UnitRow.code_2020, edge)
    return Units(tuple(_item(row) for row in found.rows), found.previous, found.next)


def choices(db: Session, words: str, on: date, most: int) -> tuple[UnitItem, ...]:
    """The units of that name on the day, `most` + 1 at most: for choosing one."""
    name = folded(UnitRow.name["vi"].astext).like(like(words))
    query = _rows().where(in_force(UnitRow, on), name).order_by(UnitRow.code_2020)
    return tuple(_item(row) for row in db.execute(query.limit(most + 1)))


def unit_item(db: Session, unit_id: int) -> UnitItem | None:
    """One unit by its id, whether it still stands or not."""
    row = db.execute(_rows().where(UnitRow.id == unit_id)).first()
    return _item(row) if row else None


def tiers(db: Session) -> Mapping[str, Text]:
    """The tiers in force, the highest first."""
    rows = db.execute(select(TierRow.code, TierRow.name).order_by(TierRow.rank))
    return dict(rows.all())


def kinds(db: Session) -> Mapping[str, Text]:
    """What each kind of unit is called: its shortest name without the place behind it."""
    rows = db.execute(
        select(UnitRow.kind, UnitRow.name, PlaceRow.name, PlaceRow.bare_name)
        .join(PlaceRow, PlaceRow.id == UnitRow.place_id)
        .ext(distinct_on(UnitRow.kind))
        .order_by(UnitRow.kind, func.length(UnitRow.name["vi"].astext))
    )
    named = {kind: _without(name, place, bare) for kind, name, place, bare in rows}
    return dict(sorted(named.items(), key=lambda item: item[1]["vi"]))


def _without(name: Text, place: Text, bare: str) -> Text:
    """`Sở Tư pháp tỉnh Bắc Giang` as `Sở Tư pháp`, in every language."""
    shown = {}
    for language, words in name.items():
        cut_at = [
            at
            for end in (place.get(language, bare), bare)
            if end and (at := words.lower().find(end.lower())) > 0
        ]
        head = words[: min(cut_at)] if cut_at else words
        shown[language] = head.strip(" ,-–").removesuffix(" of").strip() or words
    return shown


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            UnitRow.code_2020.label("key"),
            UnitRow.id,
            UnitRow.name,
            UnitRow.kind,
            PlaceRow.name.label("place"),
            TierRow.name.label("tier"),
            UnitRow.valid_from,
            UnitRow.valid_to,
        )
        .join(PlaceRow, PlaceRow.id == UnitRow.place_id)
        .join(TierRow, TierRow.code == PlaceRow.tier)
    )


def _item(row: AnyRow) -> UnitItem:
    return UnitItem(
        id=row.id,
        name=row.name,
        code=row.key,
        kind=row.kind,
        place=row.place,
        tier=row.tier,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
