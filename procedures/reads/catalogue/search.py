"""Searching the catalogue: a page at a time, and what comes near when nothing matches."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procedures.reads.catalogue.cards import Card, card_of, cards_in_force, in_force
from procedures.reads.catalogue.matching import (
    Wanted,
    alphabet,
    beyond,
    conditions,
    cursor_of,
    query_words,
    rank,
)
from procedures.records import ProcedureVersion

PAGE = 20
LIKENESS = 0.5
"""How near a text must come to be proposed when no procedure has every word."""


@dataclass(frozen=True, slots=True)
class Cards:
    """One page of the list, and the cursor of the next, if there is more."""

    cards: tuple[Card, ...]
    next: str | None


def search(db: Session, wanted: Wanted, on: date, after: str = "", size: int = PAGE) -> Cards:
    """A page of the procedures in force that match, hits in the name first, then by name.

    `after` is the cursor of the page before; one that says nothing begins at the start.
    """
    row = ProcedureVersion
    order = rank(query_words(wanted.words))
    hits = select(row.id, order.label("place")).where(in_force(on), *conditions(wanted))
    rest = beyond(order, after, on)
    if rest is not None:
        hits = hits.where(rest)
    # Bodies are large: those of the page alone are opened, after sorting, not those of every hit.
    page = hits.order_by(order, alphabet(), row.code).limit(size + 1).subquery()
    query = cards_in_force(on).join(page, page.c.id == row.id).add_columns(page.c.place)
    rows = db.execute(query.order_by(page.c.place, alphabet(), row.code)).all()
    shown = rows[:size]
    more = len(rows) > size
    return Cards(
        cards=tuple(card_of(tuple(row)) for row in shown),
        next=cursor_of(shown[-1][-1], shown[-1][0]) if more else None,
    )


def similar(db: Session, words: str, on: date, most: int = 3) -> tuple[Card, ...]:
    """Procedures whose texts come near to words that nothing matches: a slip of the finger."""
    asked = " ".join(query_words(words))
    if not asked:
        return ()
    likeness = func.word_similarity(asked, ProcedureVersion.search)
    query = cards_in_force(on).where(likeness > LIKENESS)
    rows = db.execute(query.order_by(likeness.desc(), ProcedureVersion.code).limit(most))
    return tuple(card_of(tuple(row)) for row in rows)
