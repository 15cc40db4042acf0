"""What the reader wants to see of which book, as the address says it; the first days otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from portal.casework.entry import Entry, Refused, refuse_entry
from procedures.errors import N_
from procedures.reads.register import Book, OwnBook, Place, Window, place_from, token_of
from procedures.routing import Text

SUCCEEDED = "ke-thua"
"""In the address: with the books of the units before a reorganisation."""
NO_DAY = N_("Hãy ghi ngày theo mẫu ngày/tháng/năm.")


@dataclass(frozen=True, slots=True)
class Asked:
    """The book and what was typed; `window` reads it."""

    book: OwnBook
    since: str
    until: str
    procedure: str
    succeeded: bool

    @classmethod
    def of(cls, books: tuple[OwnBook, ...], typed: Mapping[str, str], today: date) -> "Asked":
        """A book of the reader's own, whatever was typed; this month unless days were."""
        named = (book for book in books if code_of(book) == typed.get("so", ""))
        book = next(named, books[0])
        return cls(
            book,
            typed.get("tu", "").strip() or today.replace(day=1).isoformat(),
            typed.get("den", "").strip() or today.isoformat(),
            typed.get("thu-tuc", "").strip(),
            book.succeeds and typed.get("pham-vi") == SUCCEEDED,
        )

    def window(self) -> Window:
        """The days as days; raises `Incomplete` that names the input."""
        since, until = _day("tu", self.since), _day("den", self.until)
        book = self.book
        return Window(book.unit_id, book.book, since, until, self.procedure, self.succeeded)

    @property
    def fields(self) -> dict[str, str]:
        """What a form or an address carries on."""
        scope = {"pham-vi": SUCCEEDED} if self.succeeded else {}
        return {
            "so": code_of(self.book),
            "tu": self.since,
            "den": self.until,
            "thu-tuc": self.procedure,
            **scope,
        }

    def place(self, typed: Mapping[str, str]) -> Place | None:
        """Where the page begins."""
        back = "truoc" in typed
        return place_from(self.book.book, typed.get("truoc" if back else "sau", ""), backward=back)

    def address(self, home: str, place: Place | None) -> str | None:
        """The page on the far side of a place."""
        if place is None:
            return None
        name = "truoc" if place.backward else "sau"
        return f"{home}?{urlencode({**self.fields, name: token_of(place)})}"


def questions(
    asked: Asked, books: tuple[OwnBook, ...], procedures: Mapping[str, Text], entry: Entry
) -> dict[str, object]:
    """What `register/_asked.html` asks, with what was answered and what is wrong in it."""
    return {
        "asked": asked,
        "books": [(code_of(book), book) for book in books],
        "procedures": procedures,
        "entry": entry,
        "faults": entry.shown_flaws,
    }


def code_of(book: OwnBook) -> str:
    """A book as an address names it."""
    kind = "tiep-nhan" if book.book is Book.RECEIVED else "xu-ly"
    return f"{kind}-{book.unit_id}"


def _day(field: str, typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise refuse_entry(Refused(field, NO_DAY)) from None
