"""What the pages that end a dossier say while its applicant still has time to complete it."""

from collections.abc import Mapping

from portal.acting import Db
from portal.casework.entry import Entry
from portal.wiring import utc_now
from procedures.clock import VIETNAM
from procedures.reads.file import Brief, answer_awaited


def time_left(db: Db, head: Brief, _entry: Entry) -> Mapping[str, object]:
    """`awaited_until`: the last day to wait for, None when there is nothing to wait for."""
    today = utc_now().astimezone(VIETNAM).date()
    return {"awaited_until": answer_awaited(db, head.id, today)}
