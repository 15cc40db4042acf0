"""Handing over: one leg ends, the next begins at another unit or with another officer."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.legs import close, enter, insert_leg, next_leg, open_leg, planned_after
from procedures.acts.transition import transition
from procedures.acts.words import CHECK_INPUT, WordFault, within
from procedures.errors import N_, Incomplete
from procedures.lifecycle import Act
from procedures.people import Role
from procedures.records import Dossier, Leg, PostRow
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
    """Pass the dossier on; custody is with one unit at any time.

    Inside the unit that handles it, another officer is named and the leg with its term goes on.
    """
    words = within("note", note)
    with transition(call, Act.HAND_OVER, dossier_id, seen_version) as move:
        dossier = move.dossier
        leg = open_leg(call.db, dossier)
        if leg.function is Function.HANDLING and target.unit_id == leg.unit_id:
            following = _name(call, dossier, leg, target.officer_id, words)
        else:
            following = _following(call, dossier, leg, target)
            close(call, leg)
            enter(call, dossier, following, officer_id=target.officer_id, note=words)
        move.detail.update(
            from_unit=leg.unit_id,
            to_unit=following.unit_id,
            to_officer=str(target.officer_id or ""),
        )


def _name(call: Call, dossier: Dossier, leg: Leg, officer_id: UUID | None, note: str) -> Leg:
    """Another officer of the same unit: custody and term stay as they are."""
    _ensure_handled(call, leg.unit_id, officer_id)
    if officer_id == dossier.holder_officer_id:
        raise Incomplete(CHECK_INPUT, [WordFault("officer_id", SAME_HANDS, {})])
    leg.officer_id = dossier.holder_officer_id = officer_id
    leg.handed_by = call.actor.person_id
    leg.note = note
    call.db.flush()
    return leg


def _following(call: Call, dossier: Dossier, leg: Leg, target: Target) -> Leg:
    """The planned leg when it fits the target, else a leg put in between.

    Only the very next planned leg fits: a signature on the way is never skipped.
    """
    if target.unit_id is None:
        planned = next_leg(call.db, dossier, leg, Function.HANDLING)
        _ensure_handled(call, planned.unit_id, target.officer_id)
        return planned
    _ensure_handled(call, target.unit_id, target.officer_id)
    ahead = planned_after(call.db, dossier, leg)[:1]
    if ahead and ahead[0].function is Function.HANDLING and ahead[0].unit_id == target.unit_id:
        return ahead[0]
    return insert_leg(call.db, dossier, leg, function=Function.HANDLING, unit_id=target.unit_id)


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
