"""Which dossiers stand in which queue of which officer, as conditions that indexes can answer."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import ColumnElement, or_, select, union_all

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


def waits_in(queue: Queue, actor: Actor, now: datetime) -> Condition:
    """The condition that a dossier stands in the actor's queue at this moment."""
    return _CONDITIONS[queue](actor, now)


def custody() -> ColumnElement[bool]:
    """The leg that holds the dossier now: open, and not running beside.

    Said as the partial indexes say it: PostgreSQL does not take `IS FALSE` for `NOT`.
    """
    return Leg.opened_at.is_not(None) & Leg.closed_at.is_(None) & ~Leg.beside


def beside(actor: Actor) -> ColumnElement[bool]:
    """The legs on which the actor's units are asked for an opinion and have not given it."""
    waits = Leg.opened_at.is_not(None) & Leg.closed_at.is_(None)
    return waits & Leg.beside & Leg.unit_id.in_(_offices(actor))


def to_take(actor: Actor) -> ColumnElement[bool]:
    """The offers that wait for the actor's units as handlers."""
    return Handover.outcome.is_(None) & Handover.to_unit_id.in_(actor.units_as(Role.HANDLER))


def offered(actor: Actor) -> ColumnElement[bool]:
    """The offers of the actor's units that nobody has answered yet."""
    givers = actor.units_as(Role.HANDLER) | actor.units_as(Role.RECEIVER)
    return Handover.outcome.is_(None) & Handover.from_unit_id.in_(givers)


def unread(actor: Actor) -> ColumnElement[bool]:
    """The mentions that call the actor and were not read yet."""
    return (Mention.person_id == actor.person_id) & Mention.read_at.is_(None)


def _offices(actor: Actor) -> frozenset[int]:
    return actor.units_as(Role.HANDLER) | actor.units_as(Role.LEADER)


def _at_desk(state: State) -> Callable[[Actor, datetime], Condition]:
    return lambda actor, _now: (
        Dossier.desk_unit_id.in_(actor.units_as(Role.RECEIVER)) & (Dossier.state == state)
    )


def _mine(actor: Actor, _now: datetime) -> Condition:
    return _named(actor) & (Dossier.state == State.IN_PROGRESS)


def _to_sign(actor: Actor, _now: datetime) -> Condition:
    """Put before oneself, or before the leaders of one's unit to approve."""
    led = actor.units_as(Role.LEADER)
    unnamed = Dossier.holder_officer_id.is_(None) & Dossier.holder_unit_id.in_(led)
    return or_(_named(actor), unnamed) & (Dossier.state == State.PROPOSED)


def _named(actor: Actor) -> Condition:
    """Named for oneself, or for a colleague in whose place one works today."""
    people = {actor.person_id, *actor.stands_for}
    return Dossier.holder_officer_id.in_(people) & Dossier.holder_unit_id.is_not(None)


def _of_unit(actor: Actor, _now: datetime) -> Condition:
    return Dossier.holder_unit_id.in_(_offices(actor)) & (Dossier.state == State.IN_PROGRESS)


def _today(actor: Actor, now: datetime) -> Condition:
    """The step in one's unit ends today and its time has not run out yet."""
    return _step_due(actor, (Leg.due_at >= now) & (Leg.due_at <= evening(now)))


def _late(actor: Actor, now: datetime) -> Condition:
    """The step in one's unit is over its time, which never ends after that of the whole."""
    return _step_due(actor, Leg.due_at < now)


def _step_due(actor: Actor, when: ColumnElement[bool]) -> Condition:
    steps = select(Leg.dossier_id).where(Leg.unit_id.in_(_offices(actor)), custody(), when)
    return Dossier.id.in_(steps) & Dossier.state.in_(WORKED_ON)


def _waiting(actor: Actor, _now: datetime) -> Condition:
    """Paused in one's unit, or proposed by oneself and not yet signed, wherever it lies."""
    paused = select(Dossier.id).where(
        Dossier.holder_unit_id.in_(actor.units_as(Role.HANDLER)), Dossier.state.in_(PAUSED_STATES)
    )
    proposed = select(Decision.dossier_id).where(
        Decision.proposed_by == actor.person_id,
        Decision.decided_at.is_(None),
        Decision.sent_back_at.is_(None),
    )
    return Dossier.id.in_(union_all(paused, proposed))


_CONDITIONS: Mapping[Queue, Callable[[Actor, datetime], Condition]] = MappingProxyType(
    {
        Queue.TO_RECEIVE: _at_desk(State.SUBMITTED),
        Queue.TO_COMPLETE: _at_desk(State.INCOMPLETE),
        Queue.RECEIVED: _at_desk(State.RECEIVED),
        Queue.TO_PAY: _at_desk(State.AWAITING_PAYMENT),
        Queue.TO_RETURN: _at_desk(State.ISSUED),
        Queue.MINE: _mine,
        Queue.UNIT: _of_unit,
        Queue.TO_SIGN: _to_sign,
        Queue.TODAY: _today,
        Queue.LATE: _late,
        Queue.WAITING: _waiting,
        Queue.TO_TAKE: lambda actor, _now: Dossier.id.in_(
            select(Handover.dossier_id).where(to_take(actor))
        ),
        Queue.OFFERED: lambda actor, _now: Dossier.id.in_(
            select(Handover.dossier_id).where(offered(actor))
        ),
        Queue.OPINIONS: lambda actor, _now: Dossier.id.in_(
            select(Leg.dossier_id).where(beside(actor))
        ),
        Queue.NEWS: lambda actor, _now: Dossier.id.in_(
            select(Mention.dossier_id).where(unread(actor))
        ),
    }
)
