"""A dossier's story: what happened, as the ledger has it, and whose hands it passes through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import Integer, Row, cast, select
from sqlalchemy.orm import Session

from procedures.errors import N_
from procedures.lifecycle import FINAL_STATES, PAUSED_STATES, State
from procedures.records import (
    Dossier,
    LedgerEntry,
    Leg,
    Person,
    SupplementRequest,
    UnitRow,
)
from procedures.routing import Function, Text
from procedures.tags import INTERNAL, TITLES, Tag

LEG_TITLES: Mapping[Function, str] = MappingProxyType(
    {
        Function.RECEPTION: N_("Tiếp nhận và kiểm tra hồ sơ"),
        Function.HANDLING: N_("Thẩm định, giải quyết"),
        Function.OPINION: N_("Lấy ý kiến phối hợp"),
        Function.APPROVAL: N_("Duyệt dự thảo"),
        Function.SIGNING: N_("Ký, ban hành kết quả"),
        Function.SEAL: N_("Đóng dấu, phát hành"),
        Function.RETURN: N_("Trả kết quả"),
    }
)

WAITING_STATES = PAUSED_STATES | {State.INCOMPLETE}
"""The office waits for the applicant."""
CUT_SHORT = frozenset({State.REFUSED, State.WITHDRAWN, State.STOPPED})


class ActorKind(StrEnum):
    """In which capacity somebody acted; a name is shown to officers only."""

    APPLICANT = "applicant"
    OFFICER = "officer"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Request:
    """What the office asked to complete; `answered_at` is None while it waits."""

    reason: str
    respond_by: date
    asked_at: datetime
    answered_at: datetime | None
    faults: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event. `title` is a msgid; `unit` is the office acted for, none for the applicant.

    `note` is what the applicant may read too: a reason, grounds, the title of a paper. `request`
    stands where a supplement was asked. `facts` has the ledger's own detail for those who may see
    it.
    """

    tag: Tag
    title: str
    at: datetime
    actor: ActorKind
    actor_name: str
    unit: Text | None
    from_state: State | None
    to_state: State | None
    note: str | Text = ""
    request: Request | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


class LegState(StrEnum):
    """A leg as the kit's time line draws it."""

    DONE = "done"
    CURRENT = "current"
    PAUSED = "paused"
    NEXT = "next"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class LegStep:
    """One pair of hands: which office has, had or will have the dossier, and until when."""

    function: Function
    title: str
    state: LegState
    unit: Text
    opened_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None


def timeline(
    db: Session, dossier: Dossier, titles: Mapping[str, Text]
) -> tuple[TimelineEntry, ...]:
    """What the applicant may know of it, oldest first; `titles` are its papers', by their ids."""
    rows = db.execute(
        select(LedgerEntry, Person.full_name, UnitRow.name, SupplementRequest)
        .outerjoin(Person, Person.id == LedgerEntry.actor_id)
        .outerjoin(UnitRow, UnitRow.id == LedgerEntry.unit_id)
        .outerjoin(
            SupplementRequest,
            (LedgerEntry.tag == Tag.ASK_SUPPLEMENT.value)
            & (SupplementRequest.dossier_id == LedgerEntry.dossier_id)
            & (SupplementRequest.ordinal == cast(LedgerEntry.detail["ordinal"].astext, Integer)),
        )
        .where(LedgerEntry.stream == str(dossier.id), LedgerEntry.tag.not_in(INTERNAL))
        .order_by(LedgerEntry.seq)
    ).all()
    return tuple(
        _entry(row, name, unit, dossier, _request(asked), _note(row, asked, titles))
        for row, name, unit, asked in rows
    )


def _entry(
    row: LedgerEntry,
    name: str | None,
    unit: Text | None,
    dossier: Dossier,
    request: Request | None,
    note: str | Text,
) -> TimelineEntry:
    tag = Tag(row.tag)
    return TimelineEntry(
        tag=tag,
        title=TITLES.get(tag, row.tag),
        at=row.at,
        actor=_kind(row, dossier),
        actor_name=name or "",
        unit=unit,
        from_state=State(row.from_state) if row.from_state else None,
        to_state=State(row.to_state) if row.to_state else None,
        note=note,
        request=request,
        facts=row.detail,
    )


def _kind(row: LedgerEntry, dossier: Dossier) -> ActorKind:
    if row.actor_id is None:
        return ActorKind.SYSTEM
    mine = row.unit_id is None and row.actor_id == dossier.applicant_id
    return ActorKind.APPLICANT if mine else ActorKind.OFFICER


def _request(row: SupplementRequest | None) -> Request | None:
    if row is None:
        return None
    return Request(row.reason, row.respond_by, row.asked_at, row.answered_at, tuple(row.faults))


def _note(
    row: LedgerEntry, asked: SupplementRequest | None, titles: Mapping[str, Text]
) -> str | Text:
    """The words beside an event, of its own detail or of what that only points at."""
    match Tag(row.tag):
        case Tag.ASK_SUPPLEMENT:
            return asked.reason if asked else ""
        case Tag.PAPER_ISSUED:
            return titles.get(str(row.detail.get("paper")), "")
        case Tag.STOP | Tag.REVOKE:
            return str(row.detail.get("grounds", ""))
        case Tag.WITHDRAW | Tag.ASK_PAYMENT:
            return str(row.detail.get("reason", ""))
        case _:
            return ""


def way(db: Session, dossier: Dossier) -> tuple[LegStep, ...]:
    """The hands the dossier passes through, in order; none ahead once its life has ended."""
    return way_through(hands(db, dossier.id), dossier.state)


Hands: TypeAlias = Sequence[Row[*tuple[Leg, UnitRow]]]
"""Each leg with its unit, in the order of the way."""


def hands(db: Session, dossier_id: UUID) -> Hands:
    """Every leg of the dossier, planned ones too."""
    return db.execute(
        select(Leg, UnitRow)
        .join(UnitRow, UnitRow.id == Leg.unit_id)
        .where(Leg.dossier_id == dossier_id)
        .order_by(Leg.ordinal)
    ).all()


def way_through(rows: Hands, state: State) -> tuple[LegStep, ...]:
    """The way as `way` tells it, from legs at hand."""
    last = max((leg.ordinal for leg, _ in rows if leg.has_begun and not leg.beside), default=0)
    ended = state in FINAL_STATES
    return tuple(
        _step(leg, unit.name, state, last=leg.ordinal == last)
        for leg, unit in rows
        if not ended or leg.opened_at is not None
    )


def _step(leg: Leg, unit: Text, state: State, *, last: bool) -> LegStep:
    return LegStep(
        function=leg.function,
        title=LEG_TITLES[leg.function],
        state=_leg_state(leg, state, last=last),
        unit=unit,
        opened_at=leg.opened_at,
        due_at=leg.due_at,
        closed_at=leg.closed_at,
    )


def _leg_state(leg: Leg, state: State, *, last: bool) -> LegState:
    if leg.opened_at is None:
        return LegState.NEXT
    if last and state in CUT_SHORT:
        return LegState.STOPPED
    if leg.closed_at is not None:
        return LegState.DONE
    return LegState.PAUSED if state in WAITING_STATES else LegState.CURRENT
