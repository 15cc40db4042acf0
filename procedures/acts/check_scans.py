"""Comparing scans with the paper: an officer answers for each one (TT 01/2023/TT-VPCP Điều 13)."""

from collections.abc import Collection
from uuid import UUID

from procedures.acts.call import Call
from procedures.acts.completeness import every_file_of
from procedures.acts.drafts import NO_DRAFT, own
from procedures.errors import NotFound


def check_scans(call: Call, draft_id: UUID, compared: Collection[UUID]) -> None:
    """Note who compared which scans and when; a mark taken back is gone.

    The scan itself is kept as it came. Raises `NotFound` for a draft that no desk types.
    """
    draft = own(call, draft_id)
    if draft.entered_by is None:
        raise NotFound(NO_DRAFT)
    for scan in every_file_of(call, draft):
        if scan.id not in compared:
            scan.checked_at, scan.checked_by = None, None
        elif scan.checked_at is None:
            scan.checked_at, scan.checked_by = call.now, call.actor.person_id
    call.db.flush()
