"""What the acts on a reorganisation share: its row, and the rules of its plan as refusals."""

from collections.abc import Sequence
from uuid import UUID

from procedures.acts.call import Call
from procedures.errors import N_, Incomplete, NotFound, NotLawful, Term
from procedures.records import Reorganisation
from procedures.records.reorganisation import ReorganisationState
from procedures.reform import Fault
from procedures.reform.faults import RULE_NAMES

NO_REORGANISATION = N_("Không tìm thấy đợt sắp xếp.")
BROKEN = N_("Vi phạm quy tắc “{rule}”. {what}")
NOT_DRAFT = N_("Đợt sắp xếp này không còn ở giai đoạn chuẩn bị.")


def locked_row(call: Call, reorganisation_id: UUID) -> Reorganisation:
    """The row, locked until the transaction ends; raises `NotFound`."""
    row = call.db.get(
        Reorganisation, reorganisation_id, with_for_update=True, populate_existing=True
    )
    if row is None:
        raise NotFound(NO_REORGANISATION)
    return row


def ensure_draft(row: Reorganisation) -> None:
    """Refuse what is only for a reorganisation in preparation."""
    if row.state is not ReorganisationState.DRAFT:
        raise NotLawful(NOT_DRAFT)


def refuse(faults: Sequence[Fault], field: str = "body") -> None:
    """Raise `Incomplete` with the first fault in words and all of them in `faults`."""
    if faults:
        first = faults[0]
        raise Incomplete(
            BROKEN,
            faults,
            rule=Term(RULE_NAMES[first.rule]),
            what=Term(first.msgid, dict(first.params)),
            field=field,
        )
