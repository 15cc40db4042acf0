"""take_ticket, call_next, call_again, serve_ticket, drop_ticket: gap-free, from 1 each day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select

from procedures.acts.call_ticket import call_again, call_next
from procedures.acts.close_ticket import drop_ticket, serve_ticket, undo_drop
from procedures.acts.take_ticket import take_ticket
from procedures.clock import VIETNAM
from procedures.errors import Incomplete, NotFound, NotLawful
from procedures.reads.tickets import board, desk_queue
from procedures.records import Ticket
from tests.acts.doing import acting
from tests.acts.intake import CLERK, COLLEAGUE, desk_of
from tests.factories import Life

MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=VIETNAM)
SUNDAY = datetime(2027, 2, 28, 9, 0, tzinfo=VIETNAM)


def _take(life: Life, at: datetime = MONDAY, *, keep: bool = True, clerk: str = CLERK) -> int:
    with acting(life, life.actor(clerk), at) as call:
        number = take_ticket(call, desk_of(life, clerk), "file").number
        if not keep:
            call.db.rollback()
    return number


def _id(life: Life, number: int) -> UUID:
    with life.services.reading() as db:
        wanted = (Ticket.unit_id == desk_of(life), Ticket.number == number)
        return db.scalars(select(Ticket.id).where(*wanted, Ticket.day == MONDAY.date())).one()


def test_numbers_begin_with_one_each_day_and_at_each_desk(life: Life) -> None:
    assert [_take(life), _take(life)] == [1, 2]
    assert _take(life, MONDAY + timedelta(days=1)) == 1
    assert _take(life, clerk=COLLEAGUE) == 1


def test_a_number_that_was_rolled_back_is_given_again(life: Life) -> None:
    assert _take(life, keep=False) == 1
    assert _take(life) == 1


def test_many_at_once_get_every_number_once(life: Life) -> None:
    many, gate = 12, Barrier(4)
    actor, desk = life.actor(CLERK), desk_of(life)

    def one(turn: int) -> int:
        if turn < 4:
            gate.wait(timeout=30)
        with acting(life, actor, MONDAY) as call:
            number = take_ticket(call, desk, "return").number
            if turn % 5 == 4:
                call.db.rollback()
                return 0
        return number

    with ThreadPoolExecutor(4) as pool:
        given = sorted(number for number in pool.map(one, range(many)) if number)
    assert given == list(range(1, len(given) + 1))


def test_on_a_day_off_there_are_no_numbers(life: Life) -> None:
    with pytest.raises(NotLawful, match="không làm việc"):
        _take(life, SUNDAY)


def test_an_errand_and_a_desk_of_ones_own_are_needed(life: Life) -> None:
    with pytest.raises(Incomplete), acting(life, life.actor(CLERK), MONDAY) as call:
        take_ticket(call, desk_of(life), "x")
    with pytest.raises(NotFound), acting(life, life.actor(COLLEAGUE), MONDAY) as call:
        take_ticket(call, desk_of(life), "file")


def test_the_first_who_waits_is_called_first_and_to_one_counter(life: Life) -> None:
    for _ in range(3):
        _take(life)
    actor, desk, gate = life.actor(CLERK), desk_of(life), Barrier(2)

    def one(counter: str) -> int | None:
        with acting(life, actor, MONDAY) as call:
            gate.wait(timeout=30)
            return call_next(call, desk, counter)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, ("1", "2")), key=str) == [1, 2]
    with acting(life, actor, MONDAY) as call:
        assert call_next(call, desk, "1") == 3
        assert call_next(call, desk, "1") is None
        with pytest.raises(Incomplete):
            call_next(call, desk, "  ")


def test_called_again_then_served_and_then_over(life: Life) -> None:
    _take(life)
    with acting(life, life.actor(CLERK), MONDAY) as call:
        with pytest.raises(NotLawful, match="chưa được gọi"):
            serve_ticket(call, _id(life, 1))
        call_next(call, desk_of(life), "1")
    with acting(life, life.actor(CLERK), MONDAY + timedelta(minutes=2)) as call:
        assert call_again(call, _id(life, 1), "3") == 1
        assert serve_ticket(call, _id(life, 1)) == 1
        for again in (serve_ticket, drop_ticket):
            with pytest.raises(NotLawful):
                again(call, _id(life, 1))
        with pytest.raises(NotLawful):
            call_again(call, _id(life, 1), "3")
    with life.services.reading() as db:
        (row,) = board(db, desk_of(life), MONDAY.date())
        assert (row.number, row.counter) == (1, "3")
        assert desk_queue(db, desk_of(life), MONDAY.date()).called == ()


def test_who_did_not_come_can_come_after_all(life: Life) -> None:
    _take(life)
    with acting(life, life.actor(CLERK), MONDAY) as call:
        call_next(call, desk_of(life), "1")
        drop_ticket(call, _id(life, 1))
    with life.services.reading() as db:
        assert board(db, desk_of(life), MONDAY.date()) == ()
        assert len(desk_queue(db, desk_of(life), MONDAY.date()).dropped) == 1
    with acting(life, life.actor(CLERK), MONDAY) as call:
        undo_drop(call, _id(life, 1))
        with pytest.raises(NotLawful):
            undo_drop(call, _id(life, 1))
        assert serve_ticket(call, _id(life, 1)) == 1


def test_yesterdays_ticket_and_anothers_are_no_tickets(life: Life) -> None:
    _take(life)
    with acting(life, life.actor(CLERK), MONDAY) as call:
        call_next(call, desk_of(life), "1")
    with pytest.raises(NotFound), acting(life, life.actor(COLLEAGUE), MONDAY) as call:
        serve_ticket(call, _id(life, 1))
    later = MONDAY + timedelta(days=1)
    with pytest.raises(NotFound), acting(life, life.actor(CLERK), later) as call:
        serve_ticket(call, _id(life, 1))
