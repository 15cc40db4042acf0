"""The register of one's unit, page by page, and the order to have it as a file."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.acting import acting, reading
from portal.auth import current_actor
from portal.casework.entry import Entry
from portal.i18n import gettext as _
from portal.register.asked import Asked, questions
from portal.register.blueprint import for_officers, register
from portal.wiring import utc_now
from procedures.acts.order_export import order_register
from procedures.clock import VIETNAM
from procedures.errors import Incomplete
from procedures.reads.exports import ExportFormat
from procedures.reads.register import Leaf, books_of, leaf, procedures_by_code

NOTHING = Leaf((), None, None)


@register.get("")
@for_officers
def book() -> str:
    """The entries of the period; the newest month unless the address says otherwise."""
    return _page(Entry({}))


@register.post("/tep")
@for_officers
def order_export() -> Response | tuple[str, int]:
    """Order the very period that the page shows."""
    entry = Entry.posted()
    form = ExportFormat.XLSX if entry.text("dang") == ExportFormat.XLSX else ExportFormat.PDF
    try:
        with acting() as call:
            asked = Asked.of(books_of(call.db, call.actor), request.form, call.today)
            order_register(call, asked.window(), form)
    except Incomplete as refusal:
        return _page(entry.after(refusal)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Đã nhận yêu cầu; tệp đang được tạo."), "success")
    return redirect(url_for("register.ordered"), HTTPStatus.SEE_OTHER)


def _page(entry: Entry) -> str:
    """The page of what the address or the form names; with faults it shows no entries."""
    today, home = utc_now().astimezone(VIETNAM).date(), url_for("register.book")
    with reading() as db:
        books = books_of(db, current_actor())
        asked = Asked.of(books, request.values, today)
        found = NOTHING
        if not entry.flaws:
            try:
                found = leaf(db, asked.window(), asked.place(request.args))
            except Incomplete as refusal:
                entry = entry.after(refusal)
        procedures = procedures_by_code(db)
    return render_template(
        "register/book.html",
        found=found,
        home=home,
        previous=asked.address(home, found.previous),
        next=asked.address(home, found.next),
        **questions(asked, books, procedures, entry),
    )
