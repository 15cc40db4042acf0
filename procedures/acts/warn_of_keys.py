"""Warning of certificates that end within months: ordering another one takes weeks."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased

from procedures.acts.call import Call
from procedures.acts.outbox import promise
from procedures.effects import WarnOfKey
from procedures.people import Role
from procedures.records import PostRow, SigningKey
from procedures.records.directory import in_force

AHEAD = timedelta(days=90)
BATCH = 100


def warn_of_keys(call: Call) -> int:
    """Promise each administrator a letter about each such key, once; how many keys."""
    newer = aliased(SigningKey)
    replaced = select(newer.id).where(
        newer.base == SigningKey.base, newer.valid_to > SigningKey.valid_to
    )
    ending = call.db.scalars(
        select(SigningKey)
        .where(
            SigningKey.retired_at.is_(None),
            SigningKey.warned_at.is_(None),
            SigningKey.valid_to < call.now + AHEAD,
            ~replaced.exists(),
        )
        .order_by(SigningKey.valid_to)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    if not ending:
        return 0
    admins = call.db.scalars(
        select(PostRow.person_id)
        .where(PostRow.role == Role.ADMIN, in_force(PostRow, call.today))
        .distinct()
    ).all()
    for key in ending:
        key.warned_at = call.now
        for person_id in admins:
            promise(call, WarnOfKey(key.id, person_id))
    call.db.flush()
    return len(ending)
