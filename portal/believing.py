"""Whom a process believes: the records' trust stores, and the parts that follow their changes."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from sqlalchemy.orm import Session, sessionmaker

from procedures.papers.trust import Trust
from procedures.reads.trust import Edition, edition, trust

T = TypeVar("T")


class TrustBook:
    """The stores of the records, read again only when they have changed; threads may share it."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions
        self._held: tuple[Edition, Trust] | None = None

    def now(self) -> Trust:
        """The stores as they are this moment; the same object for as long as nothing changes."""
        with self._sessions() as db:
            newest = edition(db)
            held = self._held
            if held is None or held[0] != newest:
                held = self._held = (newest, trust(db))
            db.commit()
        return held[1]


class _Believing:
    def __init__(self, book: TrustBook, make: Callable[[Trust], object]) -> None:
        self._book = book
        self._make = make
        self._made: tuple[Trust, object] | None = None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the part has
        believed = self._book.now()
        made = self._made
        if made is None or made[0] is not believed:
            made = self._made = (believed, self._make(believed))
        return getattr(made[1], name)


def believing(book: TrustBook, make: Callable[[Trust], T]) -> T:
    """A part that goes by whom one believes now: made anew when the stores have changed.

    A change is obeyed by every process from the next question on, without a restart.
    """
    return cast("T", _Believing(book, make))
