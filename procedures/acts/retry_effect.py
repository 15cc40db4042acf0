"""Running a failed effect again: the outbox row waits anew, the sweep carries it."""

from sqlalchemy import select

from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin
from procedures.acts.call import Call
from procedures.errors import N_, NotFound, NotLawful
from procedures.records import OutboxRow
from procedures.tags import Tag

NO_JOB = N_("Không tìm thấy việc này.")
DONE_ALREADY = N_("Việc này đã làm xong, không cần chạy lại.")
NONE_FAILED = N_("Không còn việc nào hỏng để chạy lại.")
MOST = 500
"""How many failed effects one press starts again; the rest waits for the next."""


def retry_effect(call: Call, row_id: int) -> None:
    """Give one effect that is not done all its attempts back; doing it twice does no harm."""
    ensure_admin(call)
    row = call.db.get(OutboxRow, row_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(NO_JOB)
    if row.done_at is not None:
        raise NotLawful(DONE_ALREADY)
    detail = {"row": row.id, "effect": row.effect, "attempts": row.attempts}
    _wait_anew(row)
    ledger.append(call, Stream.JOBS, Tag.JOB_RETRIED, detail=detail)


def retry_failed(call: Call) -> int:
    """The same for the failed effects, oldest first, at most `MOST`; returns how many."""
    ensure_admin(call)
    rows = call.db.scalars(
        select(OutboxRow)
        .where(OutboxRow.done_at.is_(None), OutboxRow.failed_at.is_not(None))
        .order_by(OutboxRow.id)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    ).all()
    if not rows:
        raise NotLawful(NONE_FAILED)
    for row in rows:
        _wait_anew(row)
    detail = {"rows": [row.id for row in rows]}
    ledger.append(call, Stream.JOBS, Tag.JOB_RETRIED, detail=detail)
    return len(rows)


def _wait_anew(row: OutboxRow) -> None:
    """The last error stays to be read until the next attempt."""
    row.failed_at = None
    row.enqueued_at = None
    row.attempts = 0
