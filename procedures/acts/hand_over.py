"""Handing over: a unit offers the dossier to another; custody stays until somebody takes it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.legs import next_leg, open_leg, planned_after
from procedures.acts.transition import transition
from procedures.acts.words import CHECK_INPUT, WordFault, within
from procedures.catalogue.competence import is_competent
from procedures.errors import N_, Incomplete
from procedures.lifecycle import Act
from procedures.people import Role
from procedures.records import Dossier, Handover, Leg, PostRow, UnitRow
from procedures.records.directory import in_force
from procedures.records.versions import version_of
from procedures.routing import Function

NO_HANDLER = N_("Đơn vị nhận không có cán bộ thụ lý vào ngày này; hãy chọn đơn vị khác.")
NOT_THERE = N_("Người được chọn không giữ chức vụ thụ lý tại đơn vị nhận.")
SAME_UNIT = N_("Hồ sơ đang ở chính đơn vị này; hãy dùng “Giao cán bộ thụ lý”.")
NO_UNIT = N_("Đơn vị nhận không còn hoạt động vào ngày này.")
NOT_COMPETENT = N_("Đơn vị được chọn không có thẩm quyền trong lĩnh vực “{field}” của thủ tục này.")


@dataclass(frozen=True, slots=True)
class Target:
    """To whom: the next planned leg when `unit_id` is None, else any competent unit of any tier."""

    unit_id: int | None = None
    officer_id: UUID | None = None


def hand_over(
    call: Call, dossier_id: UUID, seen_version: int, target: Target, note: str = ""
) -> None:
    """Offer the dossier; raises `Incomplete` for a unit that is gone, or is not competent."""
    words = within("note", note)
    with transition(call, Act.HAND_OVER, dossier_id, seen_version) as move:
        leg = open_leg(call.db, move.dossier)
        planned, unit_id = _towards(call, move.dossier, leg, target)
        offer(call, leg, planned, unit_id=unit_id, officer_id=target.officer_id, note=words)
        move.detail.update(
            from_unit=leg.unit_id, to_unit=unit_id, to_officer=str(target.officer_id or "")
        )


def offer(
    call: Call,
    leg: Leg,
    planned: Leg | None,
    *,
    unit_id: int | None = None,
    officer_id: UUID | None = None,
    note: str = "",
) -> None:
    """Write the offer: of the leg that has custody, towards the planned one or a unit."""
    to_unit = unit_id or (planned.unit_id if planned else None)
    assert to_unit is not None
    assert call.actor.person_id is not None
    call.db.add(
        Handover(
            dossier_id=leg.dossier_id,
            from_leg_id=leg.id,
            from_unit_id=leg.unit_id,
            to_leg_id=planned.id if planned else None,
            to_unit_id=to_unit,
            officer_id=officer_id,
            note=note,
            offered_at=call.now,
            offered_by=call.actor.person_id,
        )
    )
    call.db.flush()


def _towards(call: Call, dossier: Dossier, leg: Leg, target: Target) -> tuple[Leg | None, int]:
    """The planned leg when it fits the target, else no leg yet; and the unit.

    Only the very next planned leg fits: a signature on the way is never skipped.
    """
    if target.unit_id is None:
        planned = next_leg(call.db, dossier, leg, Function.HANDLING)
        _ensure_handled(call, planned.unit_id, target.officer_id)
        return planned, planned.unit_id
    if target.unit_id == leg.unit_id:
        raise Incomplete(CHECK_INPUT, [WordFault("unit_id", SAME_UNIT, {})])
    ahead = planned_after(call.db, dossier, leg)[:1]
    fits = [at for at in ahead if at.function is Function.HANDLING and at.unit_id == target.unit_id]
    if not fits:
        _ensure_competent(call, dossier, target.unit_id)
    _ensure_handled(call, target.unit_id, target.officer_id)
    return (fits[0] if fits else None), target.unit_id


def _ensure_competent(call: Call, dossier: Dossier, unit_id: int) -> None:
    unit = call.db.scalar(
        select(UnitRow).where(UnitRow.id == unit_id, in_force(UnitRow, call.today))
    )
    if unit is None:
        raise Incomplete(CHECK_INPUT, [WordFault("unit_id", NO_UNIT, {})])
    field = version_of(call.db, dossier.procedure_version_id).procedure.field
    if not is_competent(unit.kind, field.code):
        raise Incomplete(
            CHECK_INPUT, [WordFault("unit_id", NOT_COMPETENT, {"field": field.name["vi"]})]
        )


def _ensure_handled(call: Call, unit_id: int, officer_id: UUID | None) -> None:
    handlers = handlers_at(call, unit_id)
    if not handlers:
        raise Incomplete(CHECK_INPUT, [WordFault("unit_id", NO_HANDLER, {})])
    if officer_id is not None and officer_id not in handlers:
        raise Incomplete(CHECK_INPUT, [WordFault("officer_id", NOT_THERE, {})])


def handlers_at(call: Call, unit_id: int) -> frozenset[UUID]:
    """Who holds a handling post at the unit today."""
    return frozenset(
        call.db.scalars(
            select(PostRow.person_id).where(
                PostRow.unit_id == unit_id,
                PostRow.role == Role.HANDLER,
                in_force(PostRow, call.today),
            )
        )
    )
