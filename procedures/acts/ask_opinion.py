"""Asking for an opinion: another unit reads along and answers, while the dossier stays here."""

from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.legs import insert_leg, open_beside, open_leg, open_side
from procedures.acts.transition import transition
from procedures.acts.words import CHECK_INPUT, WordFault, needed
from procedures.clock import TermUnit, TimeLimit
from procedures.errors import N_, Incomplete
from procedures.lifecycle import Act
from procedures.people import Role
from procedures.records import PostRow, UnitRow
from procedures.records.directory import in_force
from procedures.routing import Function

NO_QUESTION = N_("Hãy nêu nội dung cần lấy ý kiến.")
NOBODY = N_("Đơn vị này không có người trả lời vào ngày này; hãy chọn đơn vị khác.")
ASKED_ALREADY = N_("Đơn vị này đang được lấy ý kiến về hồ sơ; hãy đợi trả lời.")
HOLDS_IT = N_("Hồ sơ đang ở chính đơn vị này.")
USUAL_DAYS = 3
"""Working days to answer, unless another term is given (hộ tịch texts: 03 ngày làm việc)."""


def ask_opinion(
    call: Call,
    dossier_id: UUID,
    seen_version: int,
    *,
    unit_id: int,
    question: str,
    days: int = USUAL_DAYS,
) -> None:
    """Open a leg beside the one that has custody; `days` are working days."""
    words = needed("question", question, NO_QUESTION)
    term = TimeLimit(days, TermUnit.WORKING_DAY)
    with transition(call, Act.ASK_OPINION, dossier_id, seen_version) as move:
        leg = open_leg(call.db, move.dossier)
        if unit_id == leg.unit_id:
            raise Incomplete(CHECK_INPUT, [WordFault("unit_id", HOLDS_IT, {})])
        if any(side.unit_id == unit_id for side in open_beside(call.db, move.dossier)):
            raise Incomplete(CHECK_INPUT, [WordFault("unit_id", ASKED_ALREADY, {})])
        _ensure_answerable(call, unit_id)
        side = insert_leg(
            call.db, move.dossier, leg, function=Function.OPINION, unit_id=unit_id, beside=True
        )
        side.term, side.note = term.to_json(), words
        open_side(call, move.dossier, side)
        move.detail.update(to_unit=unit_id, leg=side.id)


def _ensure_answerable(call: Call, unit_id: int) -> None:
    someone = call.db.scalar(
        select(PostRow.id)
        .join(UnitRow, UnitRow.id == PostRow.unit_id)
        .where(
            PostRow.unit_id == unit_id,
            in_force(UnitRow, call.today),
            PostRow.role.in_((Role.HANDLER, Role.LEADER)),
            in_force(PostRow, call.today),
        )
        .limit(1)
    )
    if someone is None:
        raise Incomplete(CHECK_INPUT, [WordFault("unit_id", NOBODY, {})])
