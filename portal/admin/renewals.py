"""Which papers and which evidence will be stamped again, and what it is too late for."""

from datetime import timedelta

from flask import render_template

from portal.acting import reading
from portal.admin.blueprint import admin, for_admins
from portal.wiring import utc_now
from procedures.clock import VIETNAM
from procedures.preservation import load_policy
from procedures.reads.renewals import Span
from procedures.reads.renewals import renewals as read

YEARS = 10
LISTED = 5
_YEAR = timedelta(days=365.25)


@admin.get("/gia-han")
@for_admins
def renewals() -> str:
    """The renewals of ten years by kind, year and reason; the first, and what has ended."""
    now = utc_now().astimezone(VIETNAM)
    with reading() as db:
        found = read(db, Span(load_policy(), now, now + YEARS * _YEAR, LISTED))
    return render_template("admin/renewals.html", found=found, years=YEARS)
