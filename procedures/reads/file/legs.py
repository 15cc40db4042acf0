"""The legs of a dossier with the decisions taken on them: who had it, has it, will have it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from procedures.reads.timeline import LEG_TITLES
from procedures.records import (
    Decision,
    Leg,
    Opinion,
    Person,
    PlaceRow,
    PostRow,
    TierRow,
    UnitRow,
)
from procedures.records.decision import DecisionOutcome
from procedures.records.opinion import Stance
from procedures.routing import Function, Text

_Officer, _Giver, _Proposer, _Signer, _Taker = (aliased(Person) for _ in range(5))


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A proposal and what became of it. `fields` holds what each result will say, by its code."""

    id: UUID
    outcome: DecisionOutcome
    grounds: str
    fields: Mapping[str, Mapping[str, object]]
    proposed_at: datetime
    proposed_by: str
    signer_id: UUID
    signer: str
    signer_title: Text
    signer_post_id: int
    sent_back_at: datetime | None
    sent_back_note: str
    decided_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.decided_at is None and self.sent_back_at is None


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """A question to a unit, and its answer when it has come."""

    question: str
    stance: Stance | None
    answer: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class LegRow:
    """One stretch of the way. `title` is a msgid; `note` is what the giver told the taker."""

    id: int
    code: str
    function: Function
    title: str
    beside: bool
    unit_id: int
    unit: Text
    unit_ended: bool
    place_id: int
    tier: Text
    officer: str
    given_by: str
    taken_by: str
    taken_at: datetime | None
    note: str
    opened_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None
    decision: DecisionRow | None
    opinion: OpinionRow | None

    @property
    def has_begun(self) -> bool:
        return self.opened_at is not None

    @property
    def is_open(self) -> bool:
        return self.has_begun and self.closed_at is None


def legs(db: Session, dossier_id: UUID) -> tuple[LegRow, ...]:
    """Every leg in the order of the way, each with its decision, in one query."""
    rows = db.execute(
        select(
            Leg,
            UnitRow.name,
            UnitRow.valid_to.is_not(None),
            UnitRow.place_id,
            TierRow.name,
            _Officer.full_name,
            _Giver.full_name,
            Decision,
            _Proposer.full_name,
            PostRow.title,
            _Signer,
            _Taker.full_name,
            Opinion,
        )
        .join(UnitRow, UnitRow.id == Leg.unit_id)
        .join(PlaceRow, PlaceRow.id == UnitRow.place_id)
        .join(TierRow, TierRow.code == PlaceRow.tier)
        .outerjoin(_Officer, _Officer.id == Leg.officer_id)
        .outerjoin(_Giver, _Giver.id == Leg.handed_by)
        .outerjoin(_Taker, _Taker.id == Leg.taken_by)
        .outerjoin(Opinion, Opinion.leg_id == Leg.id)
        .outerjoin(Decision, Decision.leg_id == Leg.id)
        .outerjoin(_Proposer, _Proposer.id == Decision.proposed_by)
        .outerjoin(PostRow, PostRow.id == Decision.signer_post_id)
        .outerjoin(_Signer, _Signer.id == PostRow.person_id)
        .where(Leg.dossier_id == dossier_id)
        .order_by(Leg.ordinal)
    )
    return tuple(
        LegRow(
            id=leg.id,
            code=leg.code,
            function=leg.function,
            title=LEG_TITLES[leg.function],
            beside=leg.beside,
            unit_id=leg.unit_id,
            unit=unit,
            unit_ended=ended,
            place_id=place_id,
            tier=tier,
            officer=officer or "",
            given_by=giver or "",
            taken_by=taker or "",
            taken_at=leg.taken_at,
            note=leg.note,
            opened_at=leg.opened_at,
            due_at=leg.due_at,
            closed_at=leg.closed_at,
            decision=_decision(decision, proposer, title, signer),
            opinion=_opinion(opinion, taker or ""),
        )
        for (
            leg,
            unit,
            ended,
            place_id,
            tier,
            officer,
            giver,
            decision,
            proposer,
            title,
            signer,
            taker,
            opinion,
        ) in rows
    )


def _opinion(row: Opinion | None, answered_by: str) -> OpinionRow | None:
    if row is None:
        return None
    return OpinionRow(row.question, row.stance, row.answer, answered_by, row.answered_at)


def _decision(
    row: Decision | None, proposer: str, title: Text, signer: Person
) -> DecisionRow | None:
    if row is None:
        return None
    return DecisionRow(
        id=row.id,
        outcome=row.outcome,
        grounds=row.grounds,
        fields=row.fields,
        proposed_at=row.proposed_at,
        proposed_by=proposer,
        signer_id=signer.id,
        signer=signer.full_name,
        signer_title=title,
        signer_post_id=row.signer_post_id,
        sent_back_at=row.sent_back_at,
        sent_back_note=row.sent_back_note,
        decided_at=row.decided_at,
    )
