"""What some queues say besides of each dossier: who gave it, who asks, who wrote."""

from typing import Any

from sqlalchemy import ColumnElement, DateTime, Select, cast, null, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import LateralFromClause

from procedures.reads.inbox.queues import BESIDE, OFFERED, TO_TAKE, UNREAD, Queue
from procedures.records import Dossier, Handover, Leg, Mention, Note, Opinion, Person, UnitRow

_Unit, _Who = aliased(UnitRow), aliased(Person)
_NO_LIMIT = cast(null(), DateTime(timezone=True))


def aside(queue: Queue) -> LateralFromClause | None:
    """One row a dossier with `unit`, `who`, `at`, `words` and `due_at`; None for other queues."""
    match queue:
        case Queue.TO_TAKE:
            found = _offer(TO_TAKE, Handover.from_unit_id == _Unit.id)
        case Queue.OFFERED:
            found = _offer(OFFERED, Handover.to_unit_id == _Unit.id)
        case Queue.OPINIONS:
            found = _question()
        case Queue.NEWS:
            found = _message()
        case _:
            return None
    return found.limit(1).lateral("aside")


def _offer(which: ColumnElement[bool], other: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            _Unit.name.label("unit"),
            _Who.full_name.label("who"),
            Handover.offered_at.label("at"),
            Handover.note.label("words"),
            _NO_LIMIT.label("due_at"),
        )
        .select_from(Handover)
        .join(_Unit, other)
        .join(_Who, _Who.id == Handover.offered_by)
        .where(which, Handover.dossier_id == Dossier.id)
        .correlate(Dossier)
    )


def _question() -> Select[*tuple[Any, ...]]:
    return (
        select(
            _Unit.name.label("unit"),
            _Who.full_name.label("who"),
            Opinion.asked_at.label("at"),
            Opinion.question.label("words"),
            Leg.due_at.label("due_at"),
        )
        .select_from(Opinion)
        .join(Leg, Leg.id == Opinion.leg_id)
        .join(_Unit, _Unit.id == Leg.unit_id)
        .join(_Who, _Who.id == Opinion.asked_by)
        .where(BESIDE, Opinion.dossier_id == Dossier.id)
        .order_by(Leg.due_at)
        .correlate(Dossier)
    )


def _message() -> Select[*tuple[Any, ...]]:
    return (
        select(
            _Unit.name.label("unit"),
            _Who.full_name.label("who"),
            Note.at.label("at"),
            Note.text.label("words"),
            _NO_LIMIT.label("due_at"),
        )
        .select_from(Mention)
        .join(Note, Note.id == Mention.note_id)
        .join(_Unit, _Unit.id == Note.unit_id)
        .join(_Who, _Who.id == Note.author_id)
        .where(UNREAD, Mention.dossier_id == Dossier.id)
        .order_by(Note.at.desc())
        .correlate(Dossier)
    )
