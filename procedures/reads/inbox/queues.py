"""Which dossiers stand in which queue of which officer, as conditions that indexes can answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import ColumnElement, or_, select, union_all

from procedures.clock import VIETNAM, on
from procedures.lifecycle import PAUSED_STATES, State
from procedures.people import Actor, Role
from procedures.records import Decision, Dossier, Person, ProcedureVersion
from procedures.records.spelling import folded, like

Condition = ColumnElement[bool]


class Queue(StrEnum):
    """A queue, by the word that its address carries."""

    TO_RECEIVE = "cho-tiep-nhan"
    RECEIVED = "da-tiep-nhan"
    TO_PAY = "cho-nop-tien"
    TO_RETURN = "cho-tra"
    MINE = "cua-toi"
    UNIT = "don-vi"
    TO_SIGN = "cho-ky"
    WAITING = "cho-nguoi-khac"


DESK = (Queue.TO_RECEIVE, Queue.RECEIVED, Queue.TO_PAY, Queue.TO_RETURN)
"""The one-stop desk's queues, oldest first."""

OFFICE = (Queue.MINE, Queue.UNIT, Queue.TO_SIGN, Queue.WAITING)
"""The offices' queues, by due date."""


class Lateness(StrEnum):
    """A filter by the due moment of the whole dossier."""

    LATE = "qua-han"
    TODAY = "hom-nay"


@dataclass(frozen=True, slots=True)
class Filters:
    """What an officer looks for; empty fields ask for nothing.

    `words` is part of a code, of the applicant's name or of the subject, with or without marks.
    """

    procedure: str = ""
    words: str = ""
    lateness: Lateness | None = None

    @property
    def any(self) -> bool:
        return bool(self.procedure or self.words or self.lateness)


def queues_of(actor: Actor, room: tuple[Queue, ...]) -> tuple[Queue, ...]:
    """The queues of a room that the actor's posts give work in."""
    roles = {post.role for post in actor.posts}
    wanted = {
        Queue.TO_SIGN: {Role.LEADER},
        Queue.MINE: {Role.HANDLER},
        Queue.WAITING: {Role.HANDLER},
        Queue.UNIT: {Role.HANDLER, Role.LEADER},
    }
    return tuple(queue for queue in room if wanted.get(queue, {Role.RECEIVER}) & roles)


def waits_in(queue: Queue, actor: Actor) -> Condition:
    """The condition that a dossier stands in the actor's queue."""
    return _CONDITIONS[queue](actor)


def _at_desk(state: State) -> Callable[[Actor], Condition]:
    return lambda actor: (
        Dossier.desk_unit_id.in_(actor.units_as(Role.RECEIVER)) & (Dossier.state == state)
    )


def _mine(actor: Actor) -> Condition:
    return _named(actor) & (Dossier.state == State.IN_PROGRESS)


def _to_sign(actor: Actor) -> Condition:
    return _named(actor) & (Dossier.state == State.PROPOSED)


def _named(actor: Actor) -> Condition:
    return (Dossier.holder_officer_id == actor.person_id) & Dossier.holder_unit_id.is_not(None)


def _of_unit(actor: Actor) -> Condition:
    units = actor.units_as(Role.HANDLER) | actor.units_as(Role.LEADER)
    return Dossier.holder_unit_id.in_(units) & (Dossier.state == State.IN_PROGRESS)


def _waiting(actor: Actor) -> Condition:
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


_CONDITIONS: Mapping[Queue, Callable[[Actor], Condition]] = MappingProxyType(
    {
        Queue.TO_RECEIVE: _at_desk(State.SUBMITTED),
        Queue.RECEIVED: _at_desk(State.RECEIVED),
        Queue.TO_PAY: _at_desk(State.AWAITING_PAYMENT),
        Queue.TO_RETURN: _at_desk(State.ISSUED),
        Queue.MINE: _mine,
        Queue.UNIT: _of_unit,
        Queue.TO_SIGN: _to_sign,
        Queue.WAITING: _waiting,
    }
)


def narrowed(filters: Filters, now: datetime) -> list[Condition]:
    """The conditions of the filters; the applicant must be joined as `Person`."""
    found: list[Condition] = []
    if filters.procedure:
        versions = select(ProcedureVersion.id).where(ProcedureVersion.code == filters.procedure)
        found.append(Dossier.procedure_version_id.in_(versions))
    if filters.words:
        found.append(_speaks_of(filters.words))
    if filters.lateness is Lateness.LATE:
        found.append(Dossier.due_at < now)
    if filters.lateness is Lateness.TODAY:
        evening = on(now.astimezone(VIETNAM).date(), time.max)
        found.append((Dossier.due_at >= now) & (Dossier.due_at <= evening))
    return found


def _speaks_of(words: str) -> Condition:
    pattern = like(words)
    return or_(
        Dossier.code.ilike(pattern),
        folded(Person.full_name).like(pattern),
        folded(Dossier.subject).like(pattern),
    )
