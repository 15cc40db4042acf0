"""Asking for a supplement: every fault in one list, once; the clock pauses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from procedures.acts.call import Call
from procedures.acts.papers import reserve
from procedures.acts.slips import form_today, slip_sheet
from procedures.acts.transition import Move, transition
from procedures.acts.words import WordFault, fault_in, refuse_unless_right, tidy, within
from procedures.catalogue import Slip
from procedures.catalogue.decrees import Duty, cited
from procedures.effects import Notify
from procedures.errors import N_, NotLawful
from procedures.lifecycle import Act
from procedures.records import SupplementLeave, SupplementRequest, UnitRow
from procedures.records.versions import version_of

NO_FAULT = N_("Hãy nêu ít nhất một nội dung cần bổ sung.")
NO_REASON = N_("Hãy nêu lý do yêu cầu bổ sung.")
PAST = N_("Hạn bổ sung phải sau ngày hôm nay.")
ONLY_ONCE = N_(
    "Hồ sơ này đã được yêu cầu bổ sung một lần; yêu cầu lần nữa cần lãnh đạo cơ quan có thẩm quyền "
    "cho phép, có nêu căn cứ ({law})."
)
USUAL_DAYS = 30
"""Default time to answer, in calendar days; the officer may set another date (doubtful rule)."""


@dataclass(frozen=True, slots=True)
class WantedItem:
    """One thing to complete: a component's or page's code (or ""), and the words for it."""

    what: str
    text: str


def usual_deadline(today: date) -> date:
    """The date that the form proposes."""
    return today + timedelta(days=USUAL_DAYS)


def ask_supplement(
    call: Call,
    dossier_id: UUID,
    seen_version: int,
    *,
    wanted: Sequence[WantedItem],
    reason: str,
    respond_by: date,
) -> None:
    """Write the request (Mẫu 02) and pause the clock when it runs; once, unless a leader allows."""
    items = [{"what": w.what, "text": within("wanted", w.text)} for w in wanted if tidy(w.text)]
    words = tidy(reason)
    refuse_unless_right(
        None if items else WordFault("wanted", NO_FAULT, {}),
        fault_in("reason", words, NO_REASON),
        None if respond_by > call.today else WordFault("respond_by", PAST, {}),
    )
    with transition(call, Act.ASK_SUPPLEMENT, dossier_id, seen_version) as move:
        ordinal, leave = _turn(call, dossier_id)
        request = SupplementRequest(
            dossier_id=dossier_id,
            ordinal=ordinal,
            faults=items,
            reason=words,
            respond_by=respond_by,
            asked_at=call.now,
            asked_by=_person(call),
        )
        call.db.add(request)
        call.db.flush()
        if leave is not None:
            leave.request_id = request.id
        move.detail["ordinal"] = ordinal
        move.then.append(Notify(dossier_id, "supplement_asked"))
    _slip(call, move, request)


def _turn(call: Call, dossier_id: UUID) -> tuple[int, SupplementLeave | None]:
    """The request's number, and the leave that a second one uses up."""
    earlier = call.db.scalar(select(func.count()).where(SupplementRequest.dossier_id == dossier_id))
    if not earlier:
        return 1, None
    leave = call.db.scalar(
        select(SupplementLeave)
        .where(SupplementLeave.dossier_id == dossier_id, SupplementLeave.request_id.is_(None))
        .with_for_update()
    )
    if leave is None:
        raise NotLawful(ONLY_ONCE, law=cited(Duty.SUPPLEMENT, call.today))
    return earlier + 1, leave


def _person(call: Call) -> UUID:
    assert call.actor.person_id is not None
    return call.actor.person_id


def _slip(call: Call, move: Move, request: SupplementRequest) -> None:
    dossier = move.dossier
    desk = call.db.get_one(UnitRow, dossier.desk_unit_id)
    procedure = version_of(call.db, dossier.procedure_version_id).procedure
    body = {
        "faults": [item["text"] for item in request.faults],
        "reason": request.reason,
        "respond_by": request.respond_by.isoformat(),
        "contact": desk.contact,
        "receiver": {"name": call.actor.name},
    }
    form = form_today(call, Slip.SUPPLEMENT, procedure)
    reserve(call, dossier, procedure, slip_sheet(form, desk, body))
