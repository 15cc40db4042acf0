"""The files that the reader ordered, and how far each of them is."""

from flask import render_template

from portal.acting import reading
from portal.auth import current_actor
from portal.casework.dossier import come_again
from portal.register.blueprint import for_officers, register
from portal.wiring import utc_now
from procedures.reads.exports import ordered_by


@register.get("/tep")
@for_officers
def ordered() -> str:
    """One's own orders; the page looks again while a worker is at one of them."""
    with reading() as db:
        orders = ordered_by(db, current_actor(), utc_now())
    if any(order.finished_at is None and not order.slow for order in orders):
        come_again()
    return render_template("register/ordered.html", orders=orders)
