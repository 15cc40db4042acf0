"""The register page by page, for the officers of the unit whose book it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.people import Actor, Role
from procedures.records import ProcedureVersion, UnitRow
from procedures.records.figures import Figures, figures
from procedures.records.lineage import before
from procedures.records.register import AnyRow, Book, Entry, Place, Window, entries
from procedures.routing import Text

__all__ = [
    "Book",
    "Entry",
    "Figures",
    "Leaf",
    "OwnBook",
    "Place",
    "Window",
    "books_of",
    "figures",
    "leaf",
    "place_from",
    "procedures_by_code",
    "token_of",
]

PAGE = 50


@dataclass(frozen=True, slots=True)
class OwnBook:
    """A register that the reader may open.

    `ended_on` is the first day without the unit, of one that the reader's unit took over from;
    `succeeds` says that there are such.
    """

    unit_id: int
    book: Book
    unit: Text
    ended_on: date | None = None
    succeeds: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of entries, and where the pages before and after it begin."""

    entries: tuple[Entry, ...]
    previous: Place | None
    next: Place | None


def books_of(db: Session, actor: Actor) -> tuple[OwnBook, ...]:
    """The registers of the units at which the actor holds a post today; desks first.

    Behind each the books of the units that it took over from, as those units kept them.
    """
    desks = actor.units_as(Role.RECEIVER)
    offices = actor.units_as(Role.HANDLER) | actor.units_as(Role.LEADER)
    line = before(desks | offices)
    rows = db.execute(
        select(line.c.root, UnitRow.id, UnitRow.name, UnitRow.valid_to)
        .join(UnitRow, UnitRow.id == line.c.unit_id)
        .order_by(line.c.root, UnitRow.id != line.c.root, UnitRow.id)
    ).all()
    found = {
        (unit_id, book): OwnBook(
            unit_id, book, name, None if unit_id == root else ended_on, _succeeds(rows, unit_id)
        )
        for book, units in ((Book.RECEIVED, desks), (Book.HANDLED, offices))
        for root, unit_id, name, ended_on in rows
        if root in units
    }
    return tuple(found.values())


def _succeeds(rows: Sequence[AnyRow], unit_id: int) -> bool:
    return any(root == unit_id and other != root for root, other, *_ in rows)


def procedures_by_code(db: Session) -> Mapping[str, Text]:
    """Every procedure that was ever published, each by its newest name."""
    rows = db.execute(
        select(ProcedureVersion.code, ProcedureVersion.name).order_by(
            ProcedureVersion.code, ProcedureVersion.version
        )
    )
    return {row.code: row.name for row in rows}


def leaf(db: Session, window: Window, beyond: Place | None = None) -> Leaf:
    """At most `PAGE` entries; the caller has asked whether the book is the reader's."""
    found = entries(db, window, beyond, PAGE + 1)
    more, backward = len(found) > PAGE, beyond is not None and beyond.backward
    shown = found[1:] if more and backward else found[:PAGE]
    before = more if backward else beyond is not None
    after = backward or more
    return Leaf(
        entries=tuple(shown),
        previous=_back(shown[0].place) if shown and before else None,
        next=shown[-1].place if shown and after else None,
    )


def _back(place: Place) -> Place:
    return Place(place.at, backward=True)


def token_of(place: Place) -> str:
    """A place as an address carries it; nothing in it is personal."""
    return "~".join(
        part.isoformat() if isinstance(part, datetime) else str(part) for part in place.at
    )


def place_from(book: Book, token: str, *, backward: bool = False) -> Place | None:
    """The place of an address; None when nobody here wrote it."""
    parts = token.split("~")
    reads = _READS[book]
    if len(parts) != len(reads):
        return None
    try:
        return Place(tuple(read(part) for read, part in zip(reads, parts, strict=True)), backward)
    except (ValueError, OverflowError):
        return None


_Read = Callable[[str], int | datetime]


def _moment(token: str) -> datetime:
    """With its zone; raises `ValueError` without."""
    at = datetime.fromisoformat(token)
    if at.tzinfo is None:
        raise ValueError(token)
    return at


_READS: Mapping[Book, Sequence[_Read]] = {
    Book.RECEIVED: (int, int, int),
    Book.HANDLED: (_moment, int),
}
"""What a place of each book is made of."""
