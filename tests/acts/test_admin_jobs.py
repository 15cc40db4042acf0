"""Failed effects get their attempts back; a chain tells when it was tampered with."""

import pytest
from sqlalchemy import select

from procedures.acts.lock_account import lock_account, unlock_account
from procedures.acts.retry_effect import retry_effect, retry_failed
from procedures.errors import NotLawful
from procedures.reads.administration.chains import check_chain
from procedures.records import (
    OutboxRow,
)
from procedures.tags import Tag
from tests.acts.administering import added, do, tags
from tests.factories import Life


def failed_rows(life: Life) -> list[int]:
    life.submitted("1.004873")
    with life.services.transaction() as call:
        rows = call.db.scalars(select(OutboxRow).where(OutboxRow.done_at.is_(None))).all()
        assert rows
        for row in rows:
            row.failed_at, row.attempts, row.last_error = call.now, 8, "TimeoutError"
        return [row.id for row in rows]


def test_failed_effects_get_their_attempts_back(life: Life) -> None:
    rows = failed_rows(life)
    do(life, lambda call: retry_effect(call, rows[0]))
    with life.services.reading() as db:
        row = db.get_one(OutboxRow, rows[0])
        assert (row.failed_at, row.attempts, row.last_error) == (None, 0, "TimeoutError")
    life.work()
    with pytest.raises(NotLawful):
        do(life, lambda call: retry_effect(call, rows[0]))
    assert tags(life, "jobs") == [Tag.JOB_RETRIED]


def test_all_failed_effects_at_once(life: Life) -> None:
    rows = failed_rows(life)
    assert do(life, retry_failed) == len(rows)
    with pytest.raises(NotLawful):
        do(life, retry_failed)


def test_a_chain_is_sound_until_somebody_gets_past_the_database(life: Life) -> None:
    made = added(life)
    do(life, lambda call: lock_account(call, made.person_id, "x"))
    do(life, lambda call: unlock_account(call, made.person_id))
    with life.services.reading() as db:
        assert check_chain(db, "officers").sound
        assert check_chain(db, "catalogue").first == 1
        assert check_chain(db, "jobs").last == 0
    with life.services.transaction() as call:
        call.db.connection().exec_driver_sql("ALTER TABLE ledger DISABLE TRIGGER keep_rows")
        call.db.connection().exec_driver_sql(
            "UPDATE ledger SET detail = '{}' WHERE stream = 'officers' AND seq = 2"
        )
    with life.services.reading() as db:
        assert check_chain(db, "officers").broken_at == 2
