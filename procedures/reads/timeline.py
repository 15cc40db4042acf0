"""A dossier's story: what happened, as the ledger has it, and whose hands it passes through."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.errors import N_
from procedures.lifecycle import FINAL_STATES, PAUSED_STATES, State
from procedures.records import (
    Dossier,
    LedgerEntry,
    Leg,
    Paper,
    Person,
    SupplementRequest,
    UnitRow,
)
from procedures.routing import Function, Text
from procedures.tags import TITLES, Tag

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
class TimelineEntry:
    """One event. `title` is a msgid; `unit` is the office acted for, none for the applicant.

    `note` is what the applicant may read too: a reason, grounds, the title of a paper. `facts`
    has the ledger's own detail for those who may see it.
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


def timeline(db: Session, dossier_id: UUID) -> tuple[TimelineEntry, ...]:
    """Every event of the dossier, oldest first."""
    dossier = db.get_one(Dossier, dossier_id)
    rows = db.execute(
        select(LedgerEntry, Person.full_name, UnitRow.name)
        .outerjoin(Person, Person.id == LedgerEntry.actor_id)
        .outerjoin(UnitRow, UnitRow.id == LedgerEntry.unit_id)
        .where(LedgerEntry.stream == str(dossier_id))
        .order_by(LedgerEntry.seq)
    ).all()
    notes = _Notes(db, dossier_id)
    return tuple(_entry(row, name, unit, dossier, notes) for row, name, unit in rows)


def _entry(
    row: LedgerEntry, name: str | None, unit: Text | None, dossier: Dossier, notes: "_Notes"
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
        note=notes.of(tag, row.detail),
        facts=row.detail,
    )


def _kind(row: LedgerEntry, dossier: Dossier) -> ActorKind:
    if row.actor_id is None:
        return ActorKind.SYSTEM
    mine = row.unit_id is None and row.actor_id == dossier.applicant_id
    return ActorKind.APPLICANT if mine else ActorKind.OFFICER


class _Notes:
    """The words beside an event; what the ledger only points at is fetched once."""

    def __init__(self, db: Session, dossier_id: UUID) -> None:
        asked = select(SupplementRequest.ordinal, SupplementRequest.reason).where(
            SupplementRequest.dossier_id == dossier_id
        )
        papers = select(Paper.id, Paper.title).where(Paper.dossier_id == dossier_id)
        self._reasons = dict(db.execute(asked).all())
        self._titles: dict[str, Text] = {str(key): title for key, title in db.execute(papers)}

    def of(self, tag: Tag, detail: Mapping[str, object]) -> str | Text:
        match tag:
            case Tag.ASK_SUPPLEMENT:
                return self._reasons.get(int(str(detail.get("ordinal", 0))), "")
            case Tag.PAPER_ISSUED:
                return self._titles.get(str(detail.get("paper")), "")
            case Tag.STOP:
                return str(detail.get("grounds", ""))
            case Tag.WITHDRAW | Tag.ASK_PAYMENT:
                return str(detail.get("reason", ""))
            case _:
                return ""


def way(db: Session, dossier_id: UUID) -> tuple[LegStep, ...]:
    """The hands the dossier passes through, in order; none ahead once its life has ended."""
    dossier = db.get_one(Dossier, dossier_id)
    rows = db.execute(
        select(Leg, UnitRow.name)
        .join(UnitRow, UnitRow.id == Leg.unit_id)
        .where(Leg.dossier_id == dossier_id)
        .order_by(Leg.ordinal)
    ).all()
    last = max((leg.ordinal for leg, _ in rows if leg.has_begun and not leg.beside), default=0)
    ended = dossier.state in FINAL_STATES
    return tuple(
        _step(leg, unit, dossier.state, last=leg.ordinal == last)
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
