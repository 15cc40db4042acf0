"""One page of a queue: what an officer must see of each dossier to choose the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Row,
    Select,
    Uuid,
    any_,
    bindparam,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from procedures.clock import TermUnit, TimeLimit, WorkingCalendar, due
from procedures.lifecycle import PAUSED_STATES, State
from procedures.people import Actor
from procedures.reads.inbox.asides import aside
from procedures.reads.inbox.filters import Condition, Filters, Sort, narrowed
from procedures.reads.inbox.keyset import Cursor, Moment, beyond, order
from procedures.reads.inbox.queues import Queue, custody, usual_sort, waits_in, who_asks
from procedures.records import (
    AnswersVersion,
    CalendarVersion,
    Dossier,
    Leg,
    Person,
    ProcedureVersion,
    SupplementRequest,
    UnitRow,
)
from procedures.records.counting import calendar_from
from procedures.routing import Text

ANSWER_LIMIT = TimeLimit(8, TermUnit.WORKING_HOUR)
"""In this time the desk answers an online dossier (NĐ 45/2020/NĐ-CP; doubtful, from memory)."""

AnyRow = Row[*tuple[Any, ...]]
_Officer = aliased(Person)


@dataclass(frozen=True, slots=True)
class Aside:
    """What the queue itself is about: the other unit, who gave, asked or wrote, when, the words."""

    unit: Text
    who: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Item:
    """One row. `answer_by` is the desk's own limit, `leg_due_at` that of the step waited for.

    `respond_by` is the last day on which the applicant may still complete the dossier.
    """

    id: UUID
    version: int
    code: str
    procedure: Text
    subject: str
    applicant: str
    state: State
    submitted_at: datetime
    answer_by: datetime | None
    respond_by: date | None
    due_at: datetime | None
    leg_due_at: datetime | None
    unit: Text | None
    officer: str
    return_method: str
    aside: Aside | None

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
    """The queue's rows on the far side of `cursor`; `filters.size` of them at most."""
    sort = filters.sort or usual_sort(queue)
    key: Moment = Dossier.submitted_at if sort is Sort.SUBMITTED else Dossier.due_at
    page = _page(waits_in(queue), filters, now).where(beyond(key, Dossier.id, cursor))
    by = order(key, Dossier.id, cursor)
    asks = who_asks(actor, now)
    ids = db.scalars(page.order_by(*by).limit(filters.size + 1), asks).all()
    found = {row.id: row for row in db.execute(_shown(queue), {**asks, "ids": ids})} if ids else {}
    rows = [found[each] for each in ids]
    more, shown = len(rows) > filters.size, rows[: filters.size]
    backward = cursor is not None and cursor.backward
    if backward:
        shown.reverse()
    limits = _answer_limits(db, shown) if queue is Queue.TO_RECEIVE else {}
    return Listing(
        items=tuple(_item(row, limits) for row in shown),
        previous=_edge(shown, 0, sort, back=True) if (more if backward else cursor) else None,
        next=_edge(shown, -1, sort, back=False) if (backward or more) else None,
    )


def _page(waits: Condition, filters: Filters, now: datetime) -> Select[UUID]:
    """Which dossiers there are to show, found with as few tables as that takes.

    With all that is shown of them joined at once, PostgreSQL has too many orders of joining to
    try: it takes longer to plan than to answer, and may begin with every dossier of the province.
    """
    found = select(Dossier.id).where(waits, *narrowed(filters, now))
    return found.join(Person, Person.id == Dossier.applicant_id) if filters.words else found


@cache
def _shown(queue: Queue) -> Select[*tuple[Any, ...]]:
    """What a queue shows of the dossiers `ids`; the same words each time, so planned once."""
    more = aside(queue)
    if more is None:
        empty = (literal(None).label(name) for name in ("other", "who", "since", "words"))
        return _joined(queue, *empty, Leg.due_at.label("leg_due_at"))
    return _joined(
        queue,
        more.c.unit.label("other"),
        more.c.who,
        more.c.at.label("since"),
        more.c.words,
        func.coalesce(more.c.due_at, Leg.due_at).label("leg_due_at"),
    ).outerjoin(more, true())


def _joined(queue: Queue, *more: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    newest = (
        select(func.max(AnswersVersion.submitted_at))
        .where(AnswersVersion.dossier_id == Dossier.id)
        .correlate(Dossier)
        .scalar_subquery()
    )
    return (
        select(
            Dossier.id,
            Dossier.version,
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
            SupplementRequest.respond_by,
            func.coalesce(newest, Dossier.submitted_at).label("handed_in")
            if queue is Queue.TO_RECEIVE
            else Dossier.submitted_at.label("handed_in"),
            *more,
        )
        .select_from(Dossier)
        .where(Dossier.id == any_(bindparam("ids", type_=ARRAY(Uuid()))))
        .join(ProcedureVersion, ProcedureVersion.id == Dossier.procedure_version_id)
        .join(Person, Person.id == Dossier.applicant_id)
        .outerjoin(UnitRow, UnitRow.id == Dossier.holder_unit_id)
        .outerjoin(_Officer, _Officer.id == Dossier.holder_officer_id)
        .outerjoin(Leg, (Leg.dossier_id == Dossier.id) & custody())
        .outerjoin(
            SupplementRequest,
            (SupplementRequest.dossier_id == Dossier.id) & SupplementRequest.answered_at.is_(None),
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
        version=row.version,
        code=row.code,
        procedure=row.procedure,
        subject=row.subject,
        applicant=row.applicant,
        state=row.state,
        submitted_at=row.handed_in,
        answer_by=due(row.handed_in, ANSWER_LIMIT, calendar).at if calendar else None,
        respond_by=row.respond_by,
        due_at=row.due_at,
        leg_due_at=row.leg_due_at,
        unit=row.unit,
        officer=row.officer or "",
        return_method=row.return_method,
        aside=Aside(row.other, row.who, row.since, row.words) if row.since else None,
    )


def _edge(rows: Sequence[AnyRow], index: int, sort: Sort, *, back: bool) -> Cursor | None:
    if not rows:
        return None
    row = rows[index]
    at = row.submitted_at if sort is Sort.SUBMITTED else row.due_at
    return Cursor(at, row.id, backward=back)
