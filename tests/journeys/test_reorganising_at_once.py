"""A reorganisation while everybody works: nothing is lost, nothing waits for ever."""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from procedures.acts.apply_reorganisation import apply_reorganisation
from procedures.acts.hand_over import Target, hand_over
from procedures.acts.receive import receive
from procedures.acts.submit import submit
from procedures.errors import DomainError, Incomplete, Stale, Unavailable
from procedures.lifecycle import State
from procedures.people import Role
from procedures.records import Dossier, Draft, LedgerEntry
from procedures.records.reorganisation import ReorganisationState
from procedures.tags import Tag
from tests.factories import CITIZEN, Life
from tests.portal.officers import Officer
from tests.reforms import (
    Clock,
    applied,
    approved,
    brought_forward,
    clock,
    local_noon,
    row,
    small,
    tomorrow,
)

__all__ = ["clock"]

LEFT = re.compile(r'action="(/mot-cua/hang-loat/[0-9a-f-]+)"')

ORPHANS = text(
    """
    SELECT d.code FROM dossier d
    JOIN unit holder ON holder.id = d.holder_unit_id
    JOIN unit desk ON desk.id = d.desk_unit_id
    JOIN place ON place.id = d.place_id
    WHERE num_nonnulls(holder.valid_to, desk.valid_to, place.valid_to) > 0
       OR EXISTS (SELECT FROM leg JOIN unit ON unit.id = leg.unit_id
                  WHERE leg.dossier_id = d.id AND leg.closed_at IS NULL
                    AND unit.valid_to IS NOT NULL)
    """
)


def test_filing_and_handing_over_meanwhile_leaves_no_orphan(life: Life, clock: Clock) -> None:
    day = tomorrow(life)
    drafts = [life.declared() for _ in range(5)]
    waiting = [life.submitted() for _ in range(5)]
    received = [life.received() for _ in range(5)]
    made = approved(life, small(day))
    clock.set(local_noon(day))
    works: list[Callable[[], object]] = [lambda: applied(life, made, day)]
    works += [_filing(life, each) for each in drafts]
    works += [_receiving(life, each) for each in waiting]
    works += [_handing_over(life, each) for each in received]
    gate = Barrier(len(works))

    def one(work: Callable[[], object]) -> DomainError | None:
        gate.wait(timeout=30)
        try:
            work()
        except DomainError as refusal:
            return refusal
        return None

    with ThreadPoolExecutor(len(works)) as pool:
        refusals = [each for each in pool.map(one, works) if each is not None]

    # a draft that names its new place has a declaration to be read again: Incomplete says so
    kinds = Stale | Unavailable | Incomplete
    assert all(isinstance(each, kinds) for each in refusals), refusals
    assert row(life, made).state is ReorganisationState.APPLIED
    with life.services.reading() as db:
        assert db.execute(ORPHANS).all() == []
        dossiers = db.scalar(select(func.count()).select_from(Dossier)) or 0
        left = db.scalar(select(func.count()).select_from(Draft)) or 0
        tops = select(func.max(LedgerEntry.seq), func.count()).group_by(LedgerEntry.stream)
        assert all(top == count for top, count in db.execute(tops))
    assert dossiers + left == len(drafts) + len(waiting) + len(received)


def _filing(life: Life, draft_id: UUID) -> Callable[[], object]:
    actor = life.actor(CITIZEN)

    def work() -> None:
        with life.services.transaction(actor) as call:
            submit(call, draft_id, unsigned=True)

    return work


def _receiving(life: Life, dossier_id: UUID) -> Callable[[], object]:
    dossier = life.dossier(dossier_id)
    actor = life.officer(dossier.desk_unit_id, Role.RECEIVER)

    def work() -> None:
        with life.services.transaction(actor) as call:
            receive(call, dossier_id, dossier.version)

    return work


def _handing_over(life: Life, dossier_id: UUID) -> Callable[[], object]:
    dossier = life.dossier(dossier_id)
    actor = life.officer(dossier.desk_unit_id, Role.RECEIVER)

    def work() -> None:
        with life.services.transaction(actor) as call:
            hand_over(call, dossier_id, dossier.version, Target())

    return work


def test_many_received_at_once_meanwhile_are_received_or_told_apart(
    app: Flask, life: Life, clock: Clock
) -> None:
    """Each dossier is received once, or left as it went over; a second go does the rest."""
    day, before = tomorrow(life), clock.now
    waiting = [life.submitted() for _ in range(12)]
    made = approved(life, small(day))
    clerk = Officer(app, "motcua.tanmy", "mot-cua")
    clerk.inbox()
    clock.set(local_noon(day))
    gate = Barrier(2)

    def reorganising() -> None:
        gate.wait(timeout=30)
        applied(life, made, day)

    def receiving() -> int:
        gate.wait(timeout=30)
        return _received_by(clerk, life, waiting)

    with ThreadPoolExecutor(2) as pool:
        reorganised, first = pool.submit(reorganising), pool.submit(receiving)
        reorganised.result(timeout=60)
        done = first.result(timeout=60)
    left = [each for each in waiting if life.dossier(each).state is State.SUBMITTED]
    assert done + len(left) == len(waiting)
    clock.set(before)
    brought_forward(life, day)
    assert _received_by(clerk, life, left) == len(left)
    with life.services.reading() as db:
        assert db.execute(ORPHANS).all() == []
        tags = select(LedgerEntry.dossier_id).where(LedgerEntry.tag == Tag.RECEIVE.value)
        received = db.scalars(tags).all()
    assert len(received) == len(waiting)
    assert set(received) == set(waiting)


def _received_by(clerk: Officer, life: Life, waiting: Sequence[UUID]) -> int:
    """How many a clerk receives at one press, as the page that follows says."""
    if not waiting:
        return 0
    chosen = [f"{each}.{life.dossier(each).version}" for each in waiting]
    clerk.page.post("/mot-cua/hang-loat/bat-dau", {"viec": "tiep-nhan", "chon": chosen})
    while found := LEFT.search(clerk.text):
        clerk.page.post(found.group(1))
    return clerk.text.count("Đã làm</strong>")


def test_who_acts_while_it_is_at_work_is_soon_told_to_try_again(life: Life, clock: Clock) -> None:
    """And afterwards acts with the posts held at the new unit; watchers see how far it is."""
    day = tomorrow(life)
    dossier_id = life.submitted()
    receiving = _receiving(life, dossier_id)
    made = approved(life, small(day))
    clock.set(local_noon(day))
    refused: list[BaseException] = []

    def told(done: int, total: int) -> None:
        del total
        if done == 0:
            with ThreadPoolExecutor(1) as pool:
                found = pool.submit(receiving).exception(timeout=30)
                assert found is not None
                refused.append(found)

    with life.services.aside() as call:
        apply_reorganisation(call, made, told)
    assert [type(each) for each in refused] == [Unavailable]
    with pytest.raises(Stale):
        receiving()
    _receiving(life, dossier_id)()
    assert life.dossier(dossier_id).state.value == "received"


def test_two_who_apply_at_once_apply_once(life: Life, clock: Clock) -> None:
    day = tomorrow(life)
    life.in_progress()
    made = approved(life, small(day))
    clock.set(local_noon(day))
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _turn: applied(life, made, day).dossiers, range(2)))
    assert sorted(both) == [0, 1]
