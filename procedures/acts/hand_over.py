"""Handing over: one leg ends, the next begins at another unit or with another officer."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.legs import close, enter, insert_leg, next_leg, open_leg
from procedures.acts.transition import transition
from procedures.acts.words import CHECK_INPUT, WordFault, within
from procedures.errors import N_, Incomplete
from procedures.lifecycle import Act
from procedures.people import Role
from procedures.records import Dossier, Leg, PostRow, UnitRow
from procedures.routing import Function

NO_HANDLER = N_("Đơn vị nhận không có người thụ lý vào ngày này; hãy chọn đơn vị khác.")
NOT_THERE = N_("Người được chọn không giữ chức vụ thụ lý tại đơn vị nhận.")
SAME_HANDS = N_("Hồ sơ đang ở chính đơn vị và người này.")


@dataclass(frozen=True, slots=True)
class Target:
    """To whom: the next planned leg when `unit_id` is None, else any unit of any tier."""

    unit_id: int | None = None
    officer_id: UUID | None = None


def hand_over(
    call: Call, dossier_id: UUID, seen_version: int, target: Target, note: str = ""
) -> None:
    """Close the open leg and open the one at the target; custody is with one unit at any time."""
    words = within("note", note)
    with transition(call, Act.HAND_OVER, dossier_id, seen_version) as move:
        dossier = move.dossier
        leg = open_leg(call.db, dossier)
        following = _following(call, dossier, leg, target)
        _ensure_handled(call, following.unit_id, target.officer_id)
        if (following.unit_id, target.officer_id) == (leg.unit_id, dossier.holder_officer_id):
            raise Incomplete(CHECK_INPUT, [WordFault("unit_id", SAME_HANDS, {})])
        close(call, leg)
        enter(call, dossier, following, officer_id=target.officer_id, note=words)
        move.detail.update(
            from_unit=leg.unit_id,
            to_unit=following.unit_id,
            to_officer=str(target.officer_id or ""),
        )


def _following(call: Call, dossier: Dossier, leg: Leg, target: Target) -> Leg:
    """The planned leg when it fits the target, else a leg put in between."""
    if target.unit_id is None:
        return next_leg(call.db, dossier, leg, Function.HANDLING)
    ahead = _planned_handling(call, dossier, leg)
    if ahead is not None and ahead.unit_id == target.unit_id:
        return ahead
    call.db.get_one(UnitRow, target.unit_id)
    return insert_leg(call.db, dossier, leg, function=Function.HANDLING, unit_id=target.unit_id)


def _planned_handling(call: Call, dossier: Dossier, leg: Leg) -> Leg | None:
    return call.db.scalars(
        select(Leg)
        .where(
            Leg.dossier_id == dossier.id,
            Leg.ordinal > leg.ordinal,
            Leg.opened_at.is_(None),
            Leg.function == Function.HANDLING,
        )
        .order_by(Leg.ordinal)
        .limit(1)
    ).first()


def _ensure_handled(call: Call, unit_id: int, officer_id: UUID | None) -> None:
    handlers = call.db.scalars(
        select(PostRow.person_id).where(
            PostRow.unit_id == unit_id,
            PostRow.role == Role.HANDLER,
            PostRow.valid_from <= call.today,
            (PostRow.valid_to.is_(None)) | (PostRow.valid_to > call.today),
        )
    ).all()
    if not handlers:
        raise Incomplete(CHECK_INPUT, [WordFault("unit_id", NO_HANDLER, {})])
    if officer_id is not None and officer_id not in handlers:
        raise Incomplete(CHECK_INPUT, [WordFault("officer_id", NOT_THERE, {})])
