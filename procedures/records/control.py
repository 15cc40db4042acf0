"""The control slip as the record tells it: each stretch of the way, and all that the ledger says.

TT 01/2018/TT-VPCP Mẫu 05, TT 03/2025/TT-VPCP Mẫu 06. Nothing is written for it: the rows are the
legs with their hand-overs, the lines in them are the ledger's, each in one row and none left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Row, cast, select
from sqlalchemy.orm import Session, aliased

from procedures.clock import Outcome, outcome
from procedures.records.handover import Handover, HandoverOutcome
from procedures.records.ledger import LedgerEntry
from procedures.records.leg import Leg
from procedures.records.people import Person
from procedures.records.supplement import SupplementRequest
from procedures.records.unit import UnitRow
from procedures.routing import Function, Text
from procedures.tags import TITLES, Tag

_Giver, _Taker, _Officer = (aliased(Person) for _ in range(3))
_AT_THE_DESK = frozenset({Function.RECEPTION, Function.RETURN})
_SPOKEN = ("grounds", "reason", "note", "taker", "receipt")


@dataclass(frozen=True, slots=True)
class ControlLine:
    """One row of the ledger. `title` is a msgid; `note` is what was said with it."""

    seq: int
    at: datetime
    title: str
    who: str
    unit: Text | None
    note: str


@dataclass(frozen=True, slots=True)
class ControlRow:
    """One stretch: who gave it to whom and when, and how it ended against its own due moment.

    `giver_unit` is None where the applicant gave. Taken in hand is a stretch when somebody says so,
    or else with the unit's first act in it; `taken_at` is None before. A stretch `beside` was asked
    for an opinion and never had custody.
    """

    leg_id: int
    function: Function
    beside: bool
    giver_unit: Text | None
    giver: str
    given_at: datetime
    taker_unit: Text
    taker: str
    taken_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None
    lines: tuple[ControlLine, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    leg: Leg
    unit: Text
    giver: str
    taker: str


def control_rows(db: Session, dossier_id: UUID) -> tuple[ControlRow, ...]:
    """Every stretch that was begun, in the order of its beginning; three queries."""
    stretches = _stretches(db, dossier_id)
    offers = _taken_offers(db, dossier_id)
    lines = _shared_out(stretches, _entries(db, dossier_id))
    return tuple(
        _row(stretch, _giver_before(stretches, at), offers, tuple(lines[stretch.leg.id]))
        for at, stretch in enumerate(stretches)
    )


def outcome_of(finished: datetime | None, due_at: datetime | None) -> Outcome | None:
    """Early, on time or late, once it is finished and was due at all."""
    return outcome(finished, due_at) if finished and due_at else None


def handling_units(rows: Sequence[ControlRow]) -> tuple[Text, ...]:
    """Who handled it, apart from the desk, in the order of the way."""
    return _once(r.taker_unit for r in rows if not r.beside and r.function not in _AT_THE_DESK)


def cooperating_units(rows: Sequence[ControlRow]) -> tuple[Text, ...]:
    """Who was asked for an opinion."""
    return _once(row.taker_unit for row in rows if row.beside)


def _once(units: Iterable[Text]) -> tuple[Text, ...]:
    return tuple({unit["vi"]: unit for unit in units}.values())


def _stretches(db: Session, dossier_id: UUID) -> list[_Stretch]:
    rows = db.execute(
        select(Leg, UnitRow.name, _Giver.full_name, _Taker.full_name, _Officer.full_name)
        .join(UnitRow, UnitRow.id == Leg.unit_id)
        .outerjoin(_Giver, _Giver.id == Leg.handed_by)
        .outerjoin(_Taker, _Taker.id == Leg.taken_by)
        .outerjoin(_Officer, _Officer.id == Leg.officer_id)
        .where(Leg.dossier_id == dossier_id, Leg.opened_at.is_not(None))
        .order_by(Leg.opened_at, Leg.ordinal)
    )
    return [
        _Stretch(leg, unit, giver or "", taker or officer or "")
        for leg, unit, giver, taker, officer in rows
    ]


def _taken_offers(db: Session, dossier_id: UUID) -> Mapping[tuple[int, datetime], datetime]:
    """When each hand-over that was taken had been offered, by unit and moment of taking."""
    rows = db.execute(
        select(Handover.to_unit_id, Handover.answered_at, Handover.offered_at).where(
            Handover.dossier_id == dossier_id, Handover.outcome == HandoverOutcome.TAKEN
        )
    )
    return {(unit, answered): offered for unit, answered, offered in rows if answered}


def _entries(db: Session, dossier_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    return db.execute(
        select(LedgerEntry, Person.full_name, UnitRow.name, SupplementRequest.reason)
        .outerjoin(Person, Person.id == LedgerEntry.actor_id)
        .outerjoin(UnitRow, UnitRow.id == LedgerEntry.unit_id)
        .outerjoin(
            SupplementRequest,
            (LedgerEntry.tag == Tag.ASK_SUPPLEMENT.value)
            & (SupplementRequest.dossier_id == LedgerEntry.dossier_id)
            & (SupplementRequest.ordinal == cast(LedgerEntry.detail["ordinal"].astext, Integer)),
        )
        .where(LedgerEntry.stream == str(dossier_id))
        .order_by(LedgerEntry.seq)
    ).all()


def _shared_out(
    stretches: Sequence[_Stretch], entries: Sequence[Row[*tuple[Any, ...]]]
) -> dict[int, list[ControlLine]]:
    """Each line of the ledger to the stretch in which it was done.

    An opinion's lines name their leg. Any other belongs to the first stretch with custody that had
    not ended before it: the act that passes the dossier on is the giver's last.
    """
    lines: dict[int, list[ControlLine]] = {stretch.leg.id: [] for stretch in stretches}
    custody = [stretch.leg for stretch in stretches if not stretch.leg.beside]
    for entry, who, unit, reason in entries:
        named = entry.detail.get("leg")
        home = named if named in lines else _home(custody, entry.at)
        lines[home].append(_line(entry, who or "", unit, reason or ""))
    return lines


def _home(custody: Sequence[Leg], at: datetime) -> int:
    lasting = (leg.id for leg in custody if leg.closed_at is None or at <= leg.closed_at)
    return next(lasting, custody[-1].id)


def _line(entry: LedgerEntry, who: str, unit: Text | None, reason: str) -> ControlLine:
    said = (str(entry.detail[key]) for key in _SPOKEN if entry.detail.get(key))
    title = TITLES.get(Tag(entry.tag), entry.tag)
    return ControlLine(entry.seq, entry.at, title, who, unit, reason or "; ".join(said))


def _giver_before(stretches: Sequence[_Stretch], at: int) -> Text | None:
    """The unit that had custody when this stretch began."""
    earlier = [stretch for stretch in stretches[:at] if not stretch.leg.beside]
    return earlier[-1].unit if earlier else None


def _row(
    stretch: _Stretch,
    giver_unit: Text | None,
    offers: Mapping[tuple[int, datetime], datetime],
    lines: tuple[ControlLine, ...],
) -> ControlRow:
    leg = stretch.leg
    assert leg.opened_at is not None
    first = next((line for line in lines if line.who and line.unit == stretch.unit), None)
    return ControlRow(
        leg_id=leg.id,
        function=leg.function,
        beside=leg.beside,
        giver_unit=giver_unit,
        giver=stretch.giver,
        given_at=offers.get((leg.unit_id, leg.opened_at), leg.opened_at),
        taker_unit=stretch.unit,
        taker=stretch.taker or (first.who if first else ""),
        taken_at=leg.taken_at or (first.at if first else None),
        due_at=leg.due_at,
        closed_at=leg.closed_at,
        outcome=outcome_of(leg.closed_at, leg.due_at),
        lines=lines,
    )
