"""The register in figures: how many of the period's dossiers are settled, and how many in time."""

from flask import render_template, request, url_for

from portal.acting import reading
from portal.auth import current_actor
from portal.casework.entry import Entry
from portal.register.asked import Asked, questions
from portal.register.blueprint import for_officers, register
from portal.wiring import utc_now
from procedures.clock import VIETNAM
from procedures.errors import Incomplete
from procedures.reads.register import Figures, books_of, figures, procedures_by_code


@register.get("/so-lieu")
@for_officers
def in_figures() -> str:
    """A line for each procedure and one for all; the same book and days as the register."""
    now, entry = utc_now(), Entry({})
    found: list[Figures] = []
    with reading() as db:
        books = books_of(db, current_actor())
        asked = Asked.of(books, request.args, now.astimezone(VIETNAM).date())
        try:
            found = figures(db, asked.window(), now)
        except Incomplete as refusal:
            entry = entry.after(refusal)
        procedures = procedures_by_code(db)
    return render_template(
        "register/figures.html",
        found=found,
        whole=sum(found[1:], found[0]) if found else None,
        home=url_for("register.in_figures"),
        **questions(asked, books, procedures, entry),
    )
