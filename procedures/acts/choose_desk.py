"""Choosing the desk that receives: anywhere in the province, while who decides stays the same.

NĐ 118/2025/NĐ-CP Điều 14 and 20 (before it NĐ 107/2021/NĐ-CP): reception does not depend on the
boundaries inside the province. The receiving desk takes the legs of reception and return alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.competence import place_of
from procedures.acts.drafts import own
from procedures.catalogue.decrees import Duty, cited
from procedures.catalogue.types import FiledAt, Procedure
from procedures.errors import N_, NotLawful
from procedures.people import Role
from procedures.records import Draft, PostRow, UnitRow
from procedures.records.directory import DatabaseDirectory, in_force
from procedures.records.drafting import typing_desk
from procedures.records.versions import version_of
from procedures.routing import Function, LegPlan, NoCompetentUnit, Unit, route_for

AT_THE_DESK = frozenset({Function.RECEPTION, Function.RETURN})
NOT_A_DESK = N_(
    "Nơi tiếp nhận được chọn không còn là Bộ phận Một cửa đang hoạt động. Hãy chọn nơi khác."
)
NOBODY_THERE = N_("{desk} hiện chưa có cán bộ tiếp nhận ({law}). Hãy chọn nơi khác.")
ONLY_COMPETENT = N_(
    "Theo quy định của thủ tục này, hồ sơ chỉ được nộp tại nơi có thẩm quyền: {desk}."
)
ALREADY_FILED = N_("Hồ sơ đã nộp thì nơi tiếp nhận không đổi được nữa.")


class DeskRefused(NotLawful):
    """The chosen desk may not receive this; the message says why and what to do."""


def choose_desk(call: Call, draft_id: UUID, unit_id: int | None) -> None:
    """Have the draft received at the desk; None goes back to the competent one.

    The desk that types a draft from paper and does not receive it is the one that helped.
    Raises `DeskRefused`, and `NotLawful` for an answer to a dossier that was filed already.
    """
    draft = own(call, draft_id)
    if draft.dossier_id is not None:
        raise NotLawful(ALREADY_FILED)
    competent = competent_desk(plan_of(call, draft))
    wanted = int(competent.key) if unit_id is None else unit_id
    if draft.entered_by is not None:
        here = typing_desk(draft)
        draft.support_unit_id = None if here == wanted else here
        draft.desk_unit_id = wanted
    else:
        draft.desk_unit_id = None if wanted == int(competent.key) else wanted
    refused = refusal(call, draft)
    if refused is not None:
        raise refused
    draft.updated_at = call.now
    call.db.flush()


def plan_of(call: Call, draft: Draft) -> tuple[LegPlan, ...]:
    """The route by the place that the draft's answers decide, before a desk is chosen."""
    procedure = version_of(call.db, draft.procedure_version_id).procedure
    place = place_of(call, draft, procedure)
    return route_for(procedure, place.code, call.today, DatabaseDirectory(call.db))


def competent_desk(plan: Sequence[LegPlan]) -> Unit:
    """The desk at which the route itself begins."""
    return plan[0].unit


def refusal(call: Call, draft: Draft) -> DeskRefused | None:
    """Why the desk of the draft may not receive it today, if so."""
    if draft.desk_unit_id is None:
        return None
    procedure = version_of(call.db, draft.procedure_version_id).procedure
    try:
        plan = plan_of(call, draft)
    except NoCompetentUnit:
        return None  # handing in says so; no desk would mend it
    return _against(call, procedure, competent_desk(plan), draft.desk_unit_id)


def received_at(
    call: Call, procedure: Procedure, plan: tuple[LegPlan, ...], unit_id: int | None
) -> tuple[LegPlan, ...]:
    """The route with the chosen desk in it; raises `DeskRefused`."""
    if unit_id is None:
        return plan
    refused = _against(call, procedure, competent_desk(plan), unit_id)
    if refused is not None:
        raise refused
    return through(plan, unit_id)


def through(plan: tuple[LegPlan, ...], unit_id: int) -> tuple[LegPlan, ...]:
    """The route with its reception and return at the unit; every other leg stays."""
    competent = competent_desk(plan)
    desk = replace(competent, key=str(unit_id))
    return tuple(
        replace(leg, unit=desk)
        if leg.function in AT_THE_DESK and leg.unit.key == competent.key
        else leg
        for leg in plan
    )


def _against(call: Call, procedure: Procedure, competent: Unit, unit_id: int) -> DeskRefused | None:
    if unit_id == int(competent.key):
        return None
    if procedure.filed_at is FiledAt.COMPETENT:
        return DeskRefused(ONLY_COMPETENT, desk=competent.name)
    desk = call.db.scalar(
        select(UnitRow).where(
            UnitRow.id == unit_id, UnitRow.kind == competent.kind, in_force(UnitRow, call.today)
        )
    )
    if desk is None:
        return DeskRefused(NOT_A_DESK)
    if not _somebody_receives(call, unit_id):
        return DeskRefused(NOBODY_THERE, desk=desk.name, law=cited(Duty.RECEPTION, call.today))
    return None


def _somebody_receives(call: Call, unit_id: int) -> bool:
    found = call.db.scalar(
        select(PostRow.id)
        .where(
            PostRow.unit_id == unit_id,
            PostRow.role == Role.RECEIVER,
            in_force(PostRow, call.today),
        )
        .limit(1)
    )
    return found is not None
