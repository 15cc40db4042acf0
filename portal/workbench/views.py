"""Saved views: keeping a queue with its filters, and putting the kept ones in order."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.acting import acting, reading
from portal.auth import current_actor
from portal.casework.address import CLOSED, keepable
from portal.casework.entry import Entry
from portal.casework.inbox import QUEUE_NAMES
from portal.i18n import gettext as _
from portal.workbench.blueprint import for_officers, workbench
from procedures.acts.keep_view import NOTHING_TO_KEEP, drop_view, keep_view, rename_view
from procedures.errors import Incomplete, NotFound
from procedures.reads.inbox import Queue
from procedures.reads.views import view_of, views_of

Answer = Response | str | tuple[str, int]


@workbench.get("/cach-xem")
@for_officers
def list_views() -> str:
    """The reader's views of both rooms."""
    with reading() as db:
        return render_template("workbench/views.html", views=views_of(db, current_actor()))


@workbench.get("/cach-xem/moi/<any(desk,office):room>")
@for_officers
def new_view(room: str) -> str:
    """The name for the queue and the filters that the address carries."""
    return _new(room, request.query_string.decode(), Entry({}))


@workbench.post("/cach-xem/moi/<any(desk,office):room>")
@for_officers
def add_view(room: str) -> Answer:
    """Keep it, without the words that were searched for."""
    entry = Entry.posted()
    query = keepable(entry.text("query"))
    try:
        with acting() as call:
            keep_view(call, room, entry.text("ten"), query)
    except Incomplete as refusal:
        page = _new(room, entry.text("query"), entry.after(refusal))
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Đã lưu cách xem."), "success")
    return redirect(f"{url_for(f'{room}.inbox')}?{query}", HTTPStatus.SEE_OTHER)


def _new(room: str, query: str, entry: Entry) -> str:
    kept = keepable(query)
    if not kept:
        raise NotFound(NOTHING_TO_KEEP)
    queue = Queue(dict(part.split("=", 1) for part in kept.split("&"))["hang"])
    return render_template(
        "workbench/new_view.html",
        room=room,
        query=kept,
        queue_name=QUEUE_NAMES[queue],
        entry=entry,
        faults=entry.shown_flaws,
        searched=f"{CLOSED}=" in query,
        back=f"{url_for(f'{room}.inbox')}?{kept}",
    )


@workbench.route("/cach-xem/<uuid:view_id>/ten", methods=["GET", "POST"])
@for_officers
def rename(view_id: UUID) -> Answer:
    """Another name."""
    entry, status = Entry.posted(), HTTPStatus.OK
    if request.method == "POST":
        try:
            with acting() as call:
                rename_view(call, view_id, entry.text("ten"))
        except Incomplete as refusal:
            entry, status = entry.after(refusal), HTTPStatus.UNPROCESSABLE_ENTITY
        else:
            flash(_("Đã đổi tên cách xem."), "success")
            return redirect(url_for("workbench.list_views"), HTTPStatus.SEE_OTHER)
    with reading() as db:
        view = view_of(db, current_actor(), view_id)
    if request.method == "GET":
        entry = Entry.fresh(ten=view.name)
    page = render_template(
        "workbench/rename_view.html", view=view, entry=entry, faults=entry.shown_flaws
    )
    return page, status


@workbench.route("/cach-xem/<uuid:view_id>/xoa", methods=["GET", "POST"])
@for_officers
def drop(view_id: UUID) -> Answer:
    """Asks first; then the view is gone, and no dossier with it."""
    if request.method == "POST":
        with acting() as call:
            drop_view(call, view_id)
        flash(_("Đã xóa cách xem."), "success")
        return redirect(url_for("workbench.list_views"), HTTPStatus.SEE_OTHER)
    with reading() as db:
        return render_template(
            "workbench/drop_view.html", view=view_of(db, current_actor(), view_id)
        )
