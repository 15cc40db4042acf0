"""The room's first page: what needs an administrator today, and how the house stands."""

from datetime import timedelta

from flask import render_template

from portal.acting import reading
from portal.admin.blueprint import admin, for_admins, today
from portal.wiring import utc_now
from procedures.acts.administer import Stream
from procedures.preservation import load_policy
from procedures.reads.administration.holdings import MOST
from procedures.reads.administration.keys import ending_keys
from procedures.reads.administration.overview import overview as read_overview
from procedures.reads.administration.trust import trust_concerns

PATIENCE = timedelta(minutes=2)
"""An effect that has waited for longer than this shows that a worker is missing."""


@admin.get("")
@for_admins
def overview() -> str:
    """What waits, then the figures."""
    now = utc_now()
    with reading() as db:
        state = read_overview(db, today(), Stream.ACCESS, load_policy(), now)
        ending = ending_keys(db, now)
        trust = trust_concerns(db, now)
    return render_template(
        "admin/overview.html",
        state=state,
        slow=state.jobs.is_slow(now, PATIENCE),
        ending_keys=ending,
        trust=trust,
        now=now,
        most=MOST,
    )
