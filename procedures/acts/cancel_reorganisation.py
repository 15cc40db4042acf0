"""Cancelling a reorganisation before its day: everything stays as it is."""

from uuid import UUID

from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin, wrong
from procedures.acts.call import Call
from procedures.acts.reorganisation import locked_row
from procedures.errors import N_, NotLawful
from procedures.records import Reorganisation
from procedures.records.reorganisation import ReorganisationState
from procedures.records.weighing import weigh
from procedures.tags import Tag

OVER = N_("Đợt sắp xếp này đã được thực hiện hoặc đã hủy.")
TOO_LATE = N_("Đợt sắp xếp đã được duyệt và đã đến ngày có hiệu lực, không hủy được nữa.")
NO_GROUNDS = N_("Hãy ghi căn cứ, lý do hủy.")


def cancel_reorganisation(call: Call, reorganisation_id: UUID, grounds: str) -> None:
    """Take it back; an approved one only before its day, or when its day could not apply it."""
    ensure_admin(call)
    row = locked_row(call, reorganisation_id)
    if row.state not in {ReorganisationState.DRAFT, ReorganisationState.APPROVED}:
        raise NotLawful(OVER)
    if row.state is ReorganisationState.APPROVED and row.effective_on <= call.today:
        _ensure_stuck(call, row)
    if not grounds:
        raise wrong("grounds", NO_GROUNDS)
    row.state = ReorganisationState.CANCELLED
    call.db.flush()
    detail = {"document": row.document, "grounds": grounds}
    ledger.append(call, Stream.UNITS, Tag.REORGANISATION_CANCELLED, detail=detail)


def _ensure_stuck(call: Call, row: Reorganisation) -> None:
    weighed = weigh(call.db, row.plan, row.choices, call.today, on_the_day=True)
    if not weighed.faults:
        raise NotLawful(TOO_LATE)
