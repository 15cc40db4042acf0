"""Which dossiers stand in which queue of which officer, as conditions that indexes can answer."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    Integer,
    Uuid,
    any_,
    bindparam,
    or_,
    select,
    union_all,
)

from procedures.lifecycle import PAUSED_STATES, State
from procedures.people import Actor, Role
from procedures.reads.inbox.filters import Condition, Sort, evening
from procedures.records import Decision, Dossier, Handover, Leg, Mention


class Queue(StrEnum):
    """A queue, by the word that its address carries."""

    TO_RECEIVE = "cho-tiep-nhan"
    TO_COMPLETE = "cho-hoan-thien"
    RECEIVED = "da-tiep-nhan"
    TO_PAY = "cho-nop-tien"
    TO_RETURN = "cho-tra"
    MINE = "cua-toi"
    UNIT = "don-vi"
    TO_TAKE = "cho-nhan"
    TO_SIGN = "cho-ky"
    OPINIONS = "cho-y-kien"
    TODAY = "hom-nay"
    LATE = "qua-han"
    WAITING = "cho-nguoi-khac"
    OFFERED = "da-chuyen"
    NEWS = "tin-moi"


AT_DESK = (
    Queue.TO_RECEIVE,
    Queue.TO_COMPLETE,
    Queue.RECEIVED,
    Queue.TO_PAY,
    Queue.TO_RETURN,
)
"""What waits at the counter itself, oldest first."""

DESK = (*AT_DESK, Queue.OFFERED, Queue.NEWS)
"""The one-stop desk's queues."""

OFFICE = (
    Queue.MINE,
    Queue.TO_SIGN,
    Queue.UNIT,
    Queue.TO_TAKE,
    Queue.OPINIONS,
    Queue.TODAY,
    Queue.LATE,
    Queue.WAITING,
    Queue.OFFERED,
    Queue.NEWS,
)
"""The offices' queues, by due date."""

WORKED_ON = frozenset({State.IN_PROGRESS, State.PROPOSED})
"""Where an office's own time runs."""

_WANTED: Mapping[Queue, frozenset[Role]] = MappingProxyType(
    {
        Queue.MINE: frozenset({Role.HANDLER}),
        Queue.UNIT: frozenset({Role.HANDLER, Role.LEADER}),
        Queue.TO_TAKE: frozenset({Role.HANDLER}),
        Queue.TO_SIGN: frozenset({Role.LEADER}),
        Queue.OPINIONS: frozenset({Role.HANDLER, Role.LEADER}),
        Queue.TODAY: frozenset({Role.HANDLER, Role.LEADER}),
        Queue.LATE: frozenset({Role.HANDLER, Role.LEADER}),
        Queue.WAITING: frozenset({Role.HANDLER}),
        Queue.OFFERED: frozenset({Role.RECEIVER, Role.HANDLER}),
        Queue.NEWS: frozenset({Role.RECEIVER, Role.HANDLER, Role.LEADER}),
    }
)


def queues_of(actor: Actor, room: tuple[Queue, ...]) -> tuple[Queue, ...]:
    """The queues of a room that the actor's posts give work in."""
    roles = {post.role for post in actor.posts}
    return tuple(queue for queue in room if _WANTED.get(queue, {Role.RECEIVER}) & roles)


def usual_sort(queue: Queue) -> Sort:
    """How a queue stands when nobody asks for another order."""
    return Sort.SUBMITTED if queue in AT_DESK else Sort.DUE


_RECEIVES = bindparam("receives", type_=ARRAY(Integer))
_HANDLES = bindparam("handles", type_=ARRAY(Integer))
_LEADS = bindparam("leads", type_=ARRAY(Integer))
_OFFICES = bindparam("offices", type_=ARRAY(Integer))
_GIVES = bindparam("gives", type_=ARRAY(Integer))
_ME = bindparam("me", type_=Uuid())
_PEOPLE = bindparam("people", type_=ARRAY(Uuid()))
_NOW = bindparam("now", type_=DateTime(timezone=True))
_EVENING = bindparam("evening", type_=DateTime(timezone=True))


def who_asks(actor: Actor, now: datetime) -> dict[str, object]:
    """What the conditions below leave open: they are written once and asked for each officer."""
    receives, handles, leads = (
        actor.units_as(role) for role in (Role.RECEIVER, Role.HANDLER, Role.LEADER)
    )
    return {
        "receives": sorted(receives),
        "handles": sorted(handles),
        "leads": sorted(leads),
        "offices": sorted(handles | leads),
        "gives": sorted(handles | receives),
        "me": actor.person_id,
        # Named for oneself, or for a colleague in whose place one works today.
        "people": [actor.person_id, *actor.stands_for],
        "now": now,
        "evening": evening(now),
    }


def waits_in(queue: Queue) -> Condition:
    """The condition that a dossier stands in the queue of whoever asks."""
    return _CONDITIONS[queue]


def custody() -> ColumnElement[bool]:
    """The leg that holds the dossier now: open, and not running beside.

    Said as the partial indexes say it: PostgreSQL does not take `IS FALSE` for `NOT`.
    """
    return Leg.opened_at.is_not(None) & Leg.closed_at.is_(None) & ~Leg.beside


_OPEN_BESIDE = Leg.opened_at.is_not(None) & Leg.closed_at.is_(None) & Leg.beside
BESIDE = _OPEN_BESIDE & (Leg.unit_id == any_(_OFFICES))
"""The legs on which one's units are asked for an opinion and have not given it."""

TO_TAKE = Handover.outcome.is_(None) & (Handover.to_unit_id == any_(_HANDLES))
"""The offers that wait for one's units as handlers."""

OFFERED = Handover.outcome.is_(None) & (Handover.from_unit_id == any_(_GIVES))
"""The offers of one's units that nobody has answered yet."""

UNREAD = (Mention.person_id == _ME) & Mention.read_at.is_(None)
"""The mentions that call the reader and were not read yet."""

_NAMED = (Dossier.holder_officer_id == any_(_PEOPLE)) & Dossier.holder_unit_id.is_not(None)


def _at_desk(state: State) -> Condition:
    return (Dossier.desk_unit_id == any_(_RECEIVES)) & (Dossier.state == state)


def _to_sign() -> Condition:
    """Put before oneself, or before the leaders of one's unit to approve."""
    unnamed = Dossier.holder_officer_id.is_(None) & (Dossier.holder_unit_id == any_(_LEADS))
    return or_(_NAMED, unnamed) & (Dossier.state == State.PROPOSED)


def _step_due(when: ColumnElement[bool]) -> Condition:
    """The step in one's unit is over its time, which never ends after that of the whole, or due."""
    steps = select(Leg.dossier_id).where(Leg.unit_id == any_(_OFFICES), custody(), when)
    return Dossier.id.in_(steps) & Dossier.state.in_(WORKED_ON)


def _waiting() -> Condition:
    """Paused in one's unit, or proposed by oneself and not yet signed, wherever it lies."""
    paused = select(Dossier.id).where(
        Dossier.holder_unit_id == any_(_HANDLES), Dossier.state.in_(PAUSED_STATES)
    )
    proposed = select(Decision.dossier_id).where(
        Decision.proposed_by == _ME,
        Decision.decided_at.is_(None),
        Decision.sent_back_at.is_(None),
    )
    return Dossier.id.in_(union_all(paused, proposed))


_CONDITIONS: Mapping[Queue, Condition] = MappingProxyType(
    {
        Queue.TO_RECEIVE: _at_desk(State.SUBMITTED),
        Queue.TO_COMPLETE: _at_desk(State.INCOMPLETE),
        Queue.RECEIVED: _at_desk(State.RECEIVED),
        Queue.TO_PAY: _at_desk(State.AWAITING_PAYMENT),
        Queue.TO_RETURN: _at_desk(State.ISSUED),
        Queue.MINE: _NAMED & (Dossier.state == State.IN_PROGRESS),
        Queue.UNIT: (Dossier.holder_unit_id == any_(_OFFICES))
        & (Dossier.state == State.IN_PROGRESS),
        Queue.TO_SIGN: _to_sign(),
        Queue.TODAY: _step_due((Leg.due_at >= _NOW) & (Leg.due_at <= _EVENING)),
        Queue.LATE: _step_due(Leg.due_at < _NOW),
        Queue.WAITING: _waiting(),
        Queue.TO_TAKE: Dossier.id.in_(select(Handover.dossier_id).where(TO_TAKE)),
        Queue.OFFERED: Dossier.id.in_(select(Handover.dossier_id).where(OFFERED)),
        Queue.OPINIONS: Dossier.id.in_(select(Leg.dossier_id).where(BESIDE)),
        Queue.NEWS: Dossier.id.in_(select(Mention.dossier_id).where(UNREAD)),
    }
)
