"""Approving a reorganisation: a second administrator answers for it; its day will carry it out."""

from uuid import UUID

from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin, in_turn
from procedures.acts.call import Call
from procedures.acts.reorganisation import ensure_draft, locked_row, refuse
from procedures.errors import N_, NotAllowed, Stale
from procedures.records.reorganisation import ReorganisationState
from procedures.records.weighing import weigh
from procedures.reform import Rule, undecided
from procedures.reform.faults import fault
from procedures.tags import Tag

FOUR_EYES = N_("Người chuẩn bị không tự duyệt; hãy nhờ một quản trị viên khác.")
CHANGED_MEANWHILE = N_(
    "Kế hoạch hoặc các lựa chọn vừa được người khác sửa. Chưa duyệt; hãy xem lại rồi duyệt."
)
OPEN_STILL = N_("Còn {count} điều chưa quyết định, bắt đầu từ {subject}.")


def approve_reorganisation(call: Call, reorganisation_id: UUID, seen: str) -> None:
    """Let it be applied on its day; `seen` is the fingerprint of what the approver has read.

    Raises `Stale` when it is another one by now, `Incomplete` when a rule is broken or a choice
    is open, `NotAllowed` for whoever prepared it.
    """
    ensure_admin(call)
    in_turn(call, Stream.UNITS)
    row = locked_row(call, reorganisation_id)
    ensure_draft(row)
    if row.created_by == call.actor.person_id:
        raise NotAllowed(FOUR_EYES)
    if row.fingerprint != seen:
        raise Stale(CHANGED_MEANWHILE)
    weighed = weigh(call.db, row.plan, row.choices, call.today)
    refuse(weighed.faults, field="")
    waiting = undecided(weighed.ambiguities)
    if waiting:
        first = waiting[0].subject
        refuse([fault(Rule.CHOSEN, OPEN_STILL, count=len(waiting), subject=first)], field="")
    row.state = ReorganisationState.APPROVED
    row.approved_at = call.now
    row.approved_by = call.actor.person_id
    call.db.flush()
    detail = {"document": row.document, "effective_on": row.effective_on.isoformat()}
    ledger.append(call, Stream.UNITS, Tag.REORGANISATION_APPROVED, detail=detail)
