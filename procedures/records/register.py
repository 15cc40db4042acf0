"""The register of dossiers as the record tells it: one entry for each dossier that a unit took in.

TT 01/2018/TT-VPCP Mẫu 06, TT 03/2025/TT-VPCP Mẫu 07. A desk's book is the year, and the entry's
number is that of the reception slip. A unit that handles has no such slips: its entries are the
dossiers that came to it, in the order of their coming.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import ColumnElement, Row, Select, null, select, tuple_
from sqlalchemy.orm import Session, aliased

from procedures.catalogue.form_sets import Slip, form_sets
from procedures.clock import VIETNAM
from procedures.lifecycle import State
from procedures.records.dossier import Dossier
from procedures.records.endings import EndedPaper, ended_papers, read_ended
from procedures.records.leg import Leg
from procedures.records.lineage import UnitColumn, came_to
from procedures.records.paper import Paper
from procedures.records.people import Person
from procedures.records.procedure_version import ProcedureVersion
from procedures.records.unit import UnitRow
from procedures.routing import Function, Text

AnyRow = Row[*tuple[Any, ...]]
_Signing, _Earlier = aliased(Leg), aliased(Leg, name="earlier")
_Keeper = aliased(UnitRow)
AT_ONCE = 500
"""Entries read at once when the whole register is written out."""


class Book(StrEnum):
    """Which register of a unit: what its desk received, or what it was given to handle."""

    RECEIVED = "received"
    HANDLED = "handled"


@dataclass(frozen=True, slots=True)
class Window:
    """What to read: a unit's book, from one day to another (both within), of one procedure or all.

    `procedure` is its national code, "" for every one. `succeeded`: with the books of the units
    that it took over from, as far as their dossiers are its own by now.
    """

    unit_id: int
    book: Book
    since: date
    until: date
    procedure: str = ""
    succeeded: bool = False

    def to_json(self) -> dict[str, object]:
        """As an order keeps it; the unit stands beside."""
        return {
            "book": self.book.value,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "procedure": self.procedure,
            "succeeded": self.succeeded,
        }

    @classmethod
    def from_json(cls, unit_id: int, body: dict[str, Any]) -> Self:
        """The window that an order kept."""
        since, until = (date.fromisoformat(body[day]) for day in ("since", "until"))
        succeeded = bool(body.get("succeeded"))
        return cls(unit_id, Book(body["book"]), since, until, body["procedure"], succeeded)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands in its book: unit, year and number, or moment and leg."""

    at: tuple[int | datetime, ...]
    backward: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register. `number` is None in a book of what was handled.

    `kept_by` is the unit in whose book it stands, when that is one before the window's. `ended`
    are its papers that were revoked or replaced since.
    """

    place: Place
    number: int | None
    code: str
    procedure: Text
    applicant: str
    address: str
    phone: str
    authority: Text | None
    received_at: datetime | None
    due_at: datetime | None
    returned_at: datetime | None
    return_method: str
    state: State
    kept_by: Text | None
    ended: tuple[EndedPaper, ...]


def entries(
    db: Session, window: Window, beyond: Place | None = None, limit: int = AT_ONCE
) -> list[Entry]:
    """At most `limit` entries on the far side of a place, always in the order of the book."""
    keys, query = of_window(window)
    backward = beyond is not None and beyond.backward
    if beyond is not None:
        at, there = tuple_(*keys), tuple_(*beyond.at)
        query = query.where(at < there if backward else at > there)
    order = [key.desc() if backward else key.asc() for key in keys]
    rows = db.execute(query.order_by(*order).limit(limit)).all()
    width = len(keys)
    return [_entry(row, width, window) for row in (reversed(rows) if backward else rows)]


def all_entries(db: Session, window: Window) -> Iterator[Entry]:
    """The whole window, read piece by piece so that its length costs no memory."""
    piece = entries(db, window)
    while piece:
        yield from piece
        piece = entries(db, window, piece[-1].place) if len(piece) == AT_ONCE else []


def reception_symbol() -> str:
    """The symbol of the slips that number a desk's register; one in every set of forms."""
    return form_sets()[0].slips[Slip.RECEPTION].symbol


def of_window(window: Window) -> tuple[Sequence[Any], Select[*tuple[Any, ...]]]:
    """What sets the entries in order, and the entries themselves without any."""
    keys, query = _desk(window) if window.book is Book.RECEIVED else _office(window)
    if window.procedure:
        query = query.where(ProcedureVersion.code == window.procedure)
    return keys, query


def _desk(window: Window) -> tuple[Sequence[Any], Select[*tuple[Any, ...]]]:
    keys = (Paper.unit_id, Paper.year, Paper.number)
    query = (
        _columns(keys, Paper.unit_id, Paper.number)
        .select_from(Paper)
        .join(Dossier, Dossier.id == Paper.dossier_id)
        .where(
            _of_the_book(window, Paper.unit_id, "paper"),
            Paper.symbol == reception_symbol(),
            Paper.year.between(window.since.year, window.until.year),
            Paper.dated.between(window.since, window.until),
        )
    )
    return keys, _with_names(query)


def _office(window: Window) -> tuple[Sequence[Any], Select[*tuple[Any, ...]]]:
    came_before = (
        select(_Earlier.id)
        .where(
            _Earlier.dossier_id == Leg.dossier_id,
            _of_the_book(window, _Earlier.unit_id, "earlier"),
            _Earlier.opened_at.is_not(None),
            tuple_(_Earlier.opened_at, _Earlier.id) < tuple_(Leg.opened_at, Leg.id),
        )
        .exists()
    )
    since = datetime.combine(window.since, time(), VIETNAM)
    keys = (Leg.opened_at, Leg.id)
    query = (
        _columns(keys, Leg.unit_id, null())
        .select_from(Leg)
        .join(Dossier, Dossier.id == Leg.dossier_id)
        .where(
            _of_the_book(window, Leg.unit_id, "leg"),
            Leg.opened_at >= since,
            Leg.opened_at < datetime.combine(window.until + timedelta(days=1), time(), VIETNAM),
            ~came_before,
        )
    )
    return keys, _with_names(query)


def _of_the_book(window: Window, unit: UnitColumn, table: str) -> ColumnElement[bool]:
    return came_to(window.unit_id, unit, table) if window.succeeded else unit == window.unit_id


def _columns(
    keys: Sequence[Any],
    keeper: UnitColumn,
    number: Any,  # noqa: ANN401
) -> Select[*tuple[Any, ...]]:
    authority = (
        select(UnitRow.name)
        .join(_Signing, _Signing.unit_id == UnitRow.id)
        .where(_Signing.dossier_id == Dossier.id, _Signing.function == Function.SIGNING)
        .order_by(_Signing.ordinal)
        .limit(1)
        .scalar_subquery()
    )
    kept_by = select(_Keeper.name).where(_Keeper.id == keeper).scalar_subquery()
    return select(
        *keys,
        number.label("number"),
        keeper.label("keeper"),
        kept_by.label("kept_by"),
        Dossier.code,
        Dossier.received_at,
        Dossier.due_at,
        Dossier.returned_at,
        Dossier.return_method,
        Dossier.state,
        ProcedureVersion.name.label("procedure"),
        Person.full_name,
        Person.address,
        Person.phone,
        authority.label("authority"),
        ended_papers().label("ended"),
    )


def _with_names(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return query.join(ProcedureVersion, ProcedureVersion.id == Dossier.procedure_version_id).join(
        Person, Person.id == Dossier.applicant_id
    )


def _entry(row: AnyRow, width: int, window: Window) -> Entry:
    return Entry(
        place=Place(tuple(row[:width])),
        number=row.number,
        code=row.code,
        procedure=row.procedure,
        applicant=row.full_name,
        address=(row.address or {}).get("text", ""),
        phone=row.phone or "",
        authority=row.authority,
        received_at=row.received_at,
        due_at=row.due_at,
        returned_at=row.returned_at,
        return_method=row.return_method,
        state=row.state,
        kept_by=None if row.keeper == window.unit_id else row.kept_by,
        ended=read_ended(row.ended),
    )
