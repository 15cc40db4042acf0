"""Calling tickets to a counter: the next one, or the same one again."""

from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.take_ticket import own_desk
from procedures.acts.words import tidy
from procedures.errors import N_, Incomplete, NotFound, NotLawful
from procedures.records import Ticket

NO_COUNTER = N_("Hãy ghi số hoặc tên quầy.")
NO_TICKET = N_("Không tìm thấy số thứ tự này trong hàng đợi hôm nay.")
ENDED = N_("Số này đã được phục vụ hoặc đã ghi là không đến.")
LONGEST_COUNTER = 20


def call_next(call: Call, unit_id: int, counter: str) -> int | None:
    """Call the first who waits to the counter; None when nobody does.

    Two counters that press at once call two tickets.
    """
    own_desk(call, unit_id)
    name = _counter(counter)
    ticket = call.db.scalar(
        select(Ticket)
        .where(
            Ticket.unit_id == unit_id,
            Ticket.day == call.today,
            Ticket.called_at.is_(None),
            Ticket.served_at.is_(None),
            Ticket.dropped_at.is_(None),
        )
        .order_by(Ticket.number)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if ticket is None:
        return None
    _call(call, ticket, name)
    return ticket.number


def call_again(call: Call, ticket_id: UUID, counter: str) -> int:
    """Call a ticket once more, to this counter."""
    ticket = todays_ticket(call, ticket_id)
    if ticket.served_at is not None or ticket.dropped_at is not None:
        raise NotLawful(ENDED)
    _call(call, ticket, _counter(counter))
    return ticket.number


def todays_ticket(call: Call, ticket_id: UUID) -> Ticket:
    """A ticket of today at a desk of the actor's, locked."""
    ticket = call.db.get(Ticket, ticket_id, with_for_update=True, populate_existing=True)
    if ticket is None or ticket.day != call.today:
        raise NotFound(NO_TICKET)
    own_desk(call, ticket.unit_id)
    return ticket


def _call(call: Call, ticket: Ticket, counter: str) -> None:
    ticket.called_at, ticket.called_by, ticket.counter = call.now, call.actor.person_id, counter
    call.db.flush()


def _counter(counter: str) -> str:
    name = tidy(counter)[:LONGEST_COUNTER]
    if not name:
        raise Incomplete(NO_COUNTER)
    return name
