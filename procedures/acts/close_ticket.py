"""Ending a ticket: served, or called and did not come; the latter can be taken back."""

from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.call_ticket import ENDED, todays_ticket
from procedures.errors import N_, NotLawful
from procedures.records import Ticket

NOT_CALLED = N_("Số này chưa được gọi.")
NOT_DROPPED = N_("Số này không ở trong danh sách không đến.")


def serve_ticket(call: Call, ticket_id: UUID) -> int:
    """The visitor is at the counter; returns the number."""
    ticket = _called(call, ticket_id)
    ticket.served_at = call.now
    call.db.flush()
    return ticket.number


def drop_ticket(call: Call, ticket_id: UUID) -> int:
    """The visitor was called and did not come; returns the number."""
    ticket = _called(call, ticket_id)
    ticket.dropped_at = call.now
    call.db.flush()
    return ticket.number


def undo_drop(call: Call, ticket_id: UUID) -> int:
    """The visitor came after all: called, and not yet served."""
    ticket = todays_ticket(call, ticket_id)
    if ticket.dropped_at is None:
        raise NotLawful(NOT_DROPPED)
    ticket.dropped_at = None
    call.db.flush()
    return ticket.number


def _called(call: Call, ticket_id: UUID) -> Ticket:
    ticket = todays_ticket(call, ticket_id)
    if ticket.served_at is not None or ticket.dropped_at is not None:
        raise NotLawful(ENDED)
    if ticket.called_at is None:
        raise NotLawful(NOT_CALLED)
    return ticket
