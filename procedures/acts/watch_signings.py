"""The sweep's look at signings that were begun in a page and never finished there.

Whoever closed the page finds it said, and nothing of theirs stands in anybody's way.
"""

from contextlib import suppress

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.signing import TOO_LATE, end_signing
from procedures.errors import NotFound
from procedures.records import Signing
from procedures.records.signing import OPEN_SIGNING, SigningState


def end_abandoned(call: Call) -> int:
    """End what was not signed in time; how many there were.

    An order at a remote service ends its own signing, so it is asked before this
    (`watch_orders.end_late`).
    """
    late = call.db.scalars(
        select(Signing.id)
        .where(Signing.state.in_(OPEN_SIGNING), Signing.expires_at < call.now)
        .order_by(Signing.declaration_id)
    ).all()
    for signing_id in late:
        with suppress(NotFound):  # thrown away with its draft a moment ago
            end_signing(call, signing_id, SigningState.TIMED_OUT, TOO_LATE)
    return len(late)
