"""Taking a ticket: a place in the day's queue of a desk, numbered without gaps, naming nobody."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from procedures.acts.call import Call
from procedures.catalogue.labels import labels
from procedures.errors import N_, Incomplete, NotFound, NotLawful
from procedures.people import Role
from procedures.records import Ticket, TicketNumber, UnitRow
from procedures.records.counting import calendar_from, newest_calendar

NO_DESK = N_("Không tìm thấy Bộ phận Một cửa này.")
NO_ERRAND = N_("Hãy chọn việc cần làm.")
CLOSED = N_("Hôm nay Bộ phận Một cửa không làm việc nên không phát số.")


@dataclass(frozen=True, slots=True)
class Taken:
    """The ticket, and the number that will be called."""

    id: UUID
    number: int


def own_desk(call: Call, unit_id: int) -> UnitRow:
    """The desk, for somebody who receives there; any other is as good as none."""
    if unit_id not in call.actor.units_as(Role.RECEIVER):
        raise NotFound(NO_DESK)
    return call.db.get_one(UnitRow, unit_id)


def take_ticket(call: Call, unit_id: int, errand: str) -> Taken:
    """The next number of the desk today, from 1 each day.

    Raises `NotLawful` on a day off. Concurrent takers wait for the counter's row; a rolled back
    one gives its number back.
    """
    desk = own_desk(call, unit_id)
    if errand not in labels("errand"):
        raise Incomplete(NO_ERRAND)
    calendar = newest_calendar(call.db, desk.calendar_code)
    if calendar is None or not calendar_from(calendar).is_working(call.today):
        raise NotLawful(CLOSED)
    counted = insert(TicketNumber).values(unit_id=desk.id, day=call.today, last=1)
    counted = counted.on_conflict_do_update(
        index_elements=[TicketNumber.unit_id, TicketNumber.day],
        set_={"last": TicketNumber.last + 1},
    )
    number = call.db.execute(counted.returning(TicketNumber.last)).scalar_one()
    ticket = Ticket(
        unit_id=desk.id, day=call.today, number=number, errand=errand, taken_at=call.now
    )
    call.db.add(ticket)
    call.db.flush()
    return Taken(ticket.id, number)
