"""The queue of a desk today: who waits, who is called where, who did not come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from procedures.records import Ticket

MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One ticket; `counter` is empty until it is called."""

    id: UUID
    unit_id: int
    number: int
    errand: str
    counter: str
    taken_at: datetime
    called_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeskQueue:
    """Tickets called and not ended (newest call first), the first who wait, those who dropped."""

    called: tuple[TicketRow, ...]
    waiting: tuple[TicketRow, ...]
    dropped: tuple[TicketRow, ...]


def desk_queue(db: Session, unit_id: int, day: date) -> DeskQueue:
    """The queue in three queries of `MOST_SHOWN` rows."""
    open_ = (Ticket.served_at.is_(None), Ticket.dropped_at.is_(None))
    called = (*open_, Ticket.called_at.is_not(None))
    waiting = (*open_, Ticket.called_at.is_(None))
    return DeskQueue(
        called=_rows(db, unit_id, day, called, Ticket.called_at.desc()),
        waiting=_rows(db, unit_id, day, waiting, Ticket.number.asc()),
        dropped=_rows(
            db, unit_id, day, (Ticket.dropped_at.is_not(None),), Ticket.dropped_at.desc()
        ),
    )


def board(db: Session, unit_id: int, day: date) -> tuple[TicketRow, ...]:
    """The numbers called last, the newest first; those that were served stay until pushed off."""
    wanted = (Ticket.called_at.is_not(None), Ticket.dropped_at.is_(None))
    return _rows(db, unit_id, day, wanted, Ticket.called_at.desc())


def ticket_row(db: Session, ticket_id: UUID) -> TicketRow | None:
    """One ticket by its id."""
    ticket = db.get(Ticket, ticket_id)
    return _row(ticket) if ticket else None


def _rows(
    db: Session,
    unit_id: int,
    day: date,
    wanted: Sequence[ColumnElement[bool]],
    order: ColumnElement[Any],
) -> tuple[TicketRow, ...]:
    rows = db.scalars(
        select(Ticket)
        .where(Ticket.unit_id == unit_id, Ticket.day == day, *wanted)
        .order_by(order, Ticket.number)
        .limit(MOST_SHOWN)
    )
    return tuple(_row(ticket) for ticket in rows)


def _row(ticket: Ticket) -> TicketRow:
    return TicketRow(
        id=ticket.id,
        unit_id=ticket.unit_id,
        number=ticket.number,
        errand=ticket.errand,
        counter=ticket.counter,
        taken_at=ticket.taken_at,
        called_at=ticket.called_at,
    )
