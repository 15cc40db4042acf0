"""The register page by page, for the officers of the unit whose book it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.people import Actor, Role
from procedures.records import ProcedureVersion, UnitRow
from procedures.records.register import Book, Entry, Place, Window, entries
from procedures.routing import Text

__all__ = [
    "Book",
    "Entry",
    "Leaf",
    "OwnBook",
    "Place",
    "Window",
    "books_of",
    "leaf",
    "place_from",
    "procedures_by_code",
    "token_of",
]

PAGE = 50


@dataclass(frozen=True, slots=True)
class OwnBook:
    """A register that the reader may open."""

    unit_id: int
    book: Book
    unit: Text


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of entries, and where the pages before and after it begin."""

    entries: tuple[Entry, ...]
    previous: Place | None
    next: Place | None


def books_of(db: Session, actor: Actor) -> tuple[OwnBook, ...]:
    """The registers of the units at which the actor holds a post today; desks first."""
    desks = actor.units_as(Role.RECEIVER)
    offices = actor.units_as(Role.HANDLER) | actor.units_as(Role.LEADER)
    rows = db.execute(select(UnitRow.id, UnitRow.name).where(UnitRow.id.in_(desks | offices)))
    names: Mapping[int, Text] = {row.id: row.name for row in rows}
    return tuple(
        OwnBook(unit_id, book, names[unit_id])
        for book, units in ((Book.RECEIVED, desks), (Book.HANDLED, offices))
        for unit_id in sorted(units)
    )


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
    return Place(place.first, place.second, backward=True)


def token_of(place: Place) -> str:
    """A place as an address carries it; nothing in it is personal."""
    first = place.first.isoformat() if isinstance(place.first, datetime) else place.first
    return f"{first}~{place.second}"


def place_from(book: Book, token: str, *, backward: bool = False) -> Place | None:
    """The place of an address; None when nobody here wrote it."""
    first, _, second = token.partition("~")
    try:
        at = int(first) if book is Book.RECEIVED else datetime.fromisoformat(first)
        known = not isinstance(at, datetime) or at.tzinfo is not None
        return Place(at, int(second), backward=backward) if known else None
    except (ValueError, OverflowError):
        return None
