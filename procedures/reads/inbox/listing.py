"""One page of a queue: what an officer must see of each dossier to choose the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, aliased

from procedures.clock import TermUnit, TimeLimit, WorkingCalendar, due
from procedures.lifecycle import PAUSED_STATES, State
from procedures.people import Actor
from procedures.reads.inbox.keyset import Cursor, Moment, beyond, order
from procedures.reads.inbox.queues import DESK, Filters, Queue, narrowed, waits_in
from procedures.records import (
    AnswersVersion,
    CalendarVersion,
    Dossier,
    Leg,
    Person,
    ProcedureVersion,
    UnitRow,
)
from procedures.records.counting import calendar_from
from procedures.routing import Text

PAGE = 25
ANSWER_LIMIT = TimeLimit(8, TermUnit.WORKING_HOUR)
"""In this time the desk answers an online dossier (NĐ 45/2020/NĐ-CP; doubtful, from memory)."""

AnyRow = Row[*tuple[Any, ...]]
_Officer = aliased(Person)


@dataclass(frozen=True, slots=True)
class Item:
    """One row. `answer_by` is the desk's own limit, `leg_due_at` that of the open leg."""

    id: UUID
    code: str
    procedure: Text
    subject: str
    applicant: str
    state: State
    submitted_at: datetime
    answer_by: datetime | None
    due_at: datetime | None
    leg_due_at: datetime | None
    unit: Text | None
    officer: str
    return_method: str

    @property
    def paused(self) -> bool:
        return self.state in PAUSED_STATES


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of rows, and where the pages before and after it begin."""

    items: tuple[Item, ...]
    previous: Cursor | None
    next: Cursor | None


def listing(
    db: Session,
    actor: Actor,
    queue: Queue,
    now: datetime,
    filters: Filters = Filters(),  # noqa: B008 - it is frozen
    cursor: Cursor | None = None,
) -> Listing:
    """The queue's rows on the far side of `cursor`; `PAGE` of them at most."""
    key: Moment = Dossier.submitted_at if queue in DESK else Dossier.due_at
    rows = db.execute(
        _columns(with_answers=queue is Queue.TO_RECEIVE)
        .where(waits_in(queue, actor), *narrowed(filters, now), beyond(key, Dossier.id, cursor))
        .order_by(*order(key, Dossier.id, cursor))
        .limit(PAGE + 1)
    ).all()
    more, shown = len(rows) > PAGE, list(rows[:PAGE])
    backward = cursor is not None and cursor.backward
    if backward:
        shown.reverse()
    limits = _answer_limits(db, shown) if queue is Queue.TO_RECEIVE else {}
    return Listing(
        items=tuple(_item(row, limits) for row in shown),
        previous=_edge(shown, 0, queue, back=True) if (more if backward else cursor) else None,
        next=_edge(shown, -1, queue, back=False) if (backward or more) else None,
    )


def _columns(*, with_answers: bool) -> Select[*tuple[Any, ...]]:
    newest = (
        select(func.max(AnswersVersion.submitted_at))
        .where(AnswersVersion.dossier_id == Dossier.id)
        .correlate(Dossier)
        .scalar_subquery()
    )
    return (
        select(
            Dossier.id,
            Dossier.code,
            Dossier.subject,
            Dossier.state,
            Dossier.submitted_at,
            Dossier.due_at,
            Dossier.return_method,
            Dossier.calendar_version_id,
            ProcedureVersion.name.label("procedure"),
            Person.full_name.label("applicant"),
            UnitRow.name.label("unit"),
            _Officer.full_name.label("officer"),
            Leg.due_at.label("leg_due_at"),
            func.coalesce(newest, Dossier.submitted_at).label("handed_in")
            if with_answers
            else Dossier.submitted_at.label("handed_in"),
        )
        .join(ProcedureVersion, ProcedureVersion.id == Dossier.procedure_version_id)
        .join(Person, Person.id == Dossier.applicant_id)
        .outerjoin(UnitRow, UnitRow.id == Dossier.holder_unit_id)
        .outerjoin(_Officer, _Officer.id == Dossier.holder_officer_id)
        .outerjoin(
            Leg,
            (Leg.dossier_id == Dossier.id) & Leg.opened_at.is_not(None) & Leg.closed_at.is_(None),
        )
    )


def _answer_limits(db: Session, rows: Sequence[AnyRow]) -> dict[int, WorkingCalendar]:
    wanted = {row.calendar_version_id for row in rows}
    found = db.scalars(select(CalendarVersion).where(CalendarVersion.id.in_(wanted)))
    return {row.id: calendar_from(row) for row in found}


def _item(row: AnyRow, calendars: dict[int, WorkingCalendar]) -> Item:
    calendar = calendars.get(row.calendar_version_id)
    return Item(
        id=row.id,
        code=row.code,
        procedure=row.procedure,
        subject=row.subject,
        applicant=row.applicant,
        state=row.state,
        submitted_at=row.handed_in,
        answer_by=due(row.handed_in, ANSWER_LIMIT, calendar).at if calendar else None,
        due_at=row.due_at,
        leg_due_at=row.leg_due_at,
        unit=row.unit,
        officer=row.officer or "",
        return_method=row.return_method,
    )


def _edge(rows: Sequence[AnyRow], index: int, queue: Queue, *, back: bool) -> Cursor | None:
    if not rows:
        return None
    row = rows[index]
    return Cursor(row.submitted_at if queue in DESK else row.due_at, row.id, backward=back)
