"""What an inbox offers besides its rows: filters, whose it is, and the views that were saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Date,
    Integer,
    Select,
    String,
    Uuid,
    any_,
    bindparam,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from procedures.people import Actor
from procedures.records import Person, PostRow, ProcedureVersion, SavedView, UnitRow
from procedures.records.directory import in_force
from procedures.routing import Text


@dataclass(frozen=True, slots=True)
class View:
    """A saved view: its own name, and the query that shows it again."""

    id: str
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Options:
    """`procedures` by code, each by its newest name; `officers` of the reader's units by id."""

    procedures: Mapping[str, Text]
    officers: Mapping[str, str]
    units: tuple[Text, ...]
    views: tuple[View, ...]


def options(db: Session, actor: Actor, room: str, today: date) -> Options:
    """Everything that the page offers, in one query."""
    found: dict[str, dict[str, Any]] = {kind: {} for kind in ("procedure", "unit", "officer")}
    views = []
    asks = {"units": sorted(actor.unit_ids), "me": actor.person_id, "room": room, "today": today}
    for kind, key, value in db.execute(_offered(), asks):
        if kind == "view":
            views.append(View(key, value["name"], value["query"]))
        else:
            found[kind][key] = value
    return Options(
        procedures=found["procedure"],
        officers=found["officer"],
        units=tuple(found["unit"].values()),
        views=tuple(views),
    )


_UNITS = bindparam("units", type_=ARRAY(Integer))


@cache
def _offered() -> Select[*tuple[Any, ...]]:
    rows = union_all(_procedures(), _units(), _officers(), _views()).subquery()
    columns = (rows.c.kind, rows.c.key, rows.c.value)
    return select(*columns).order_by(rows.c.kind, rows.c.rank, rows.c.key)


def _part(kind: str, key: Any, value: Any, rank: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401
    return select(
        literal(kind).label("kind"),
        cast(key, String).label("key"),
        value.label("value"),
        cast(rank, String).label("rank"),
    )


def _procedures() -> Select[*tuple[Any, ...]]:
    """Every procedure ever published; the newest version comes last and gives the name."""
    version = ProcedureVersion
    return _part(
        "procedure",
        version.code,
        version.name,
        func.concat(version.code, " ", func.lpad(cast(version.version, String), 9, "0")),
    )


def _units() -> Select[*tuple[Any, ...]]:
    unit = UnitRow
    return _part("unit", unit.id, unit.name, unit.code_2020).where(unit.id == any_(_UNITS))


def _officers() -> Select[*tuple[Any, ...]]:
    today = bindparam("today", type_=Date())
    return (
        _part("officer", Person.id, func.to_jsonb(Person.full_name), Person.full_name)
        .join(PostRow, PostRow.person_id == Person.id)
        .where(PostRow.unit_id == any_(_UNITS), in_force(PostRow, today))
        .distinct()
    )


def _views() -> Select[*tuple[Any, ...]]:
    value = func.jsonb_build_object("name", SavedView.name, "query", SavedView.query)
    return _part("view", SavedView.id, value, SavedView.name).where(
        SavedView.person_id == bindparam("me", type_=Uuid()), SavedView.room == bindparam("room")
    )
