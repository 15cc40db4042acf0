"""Starting: what is needed, and which office shall have it."""

from http import HTTPStatus
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.build import PageForm
from portal.acting import acting, reading
from portal.auth import current_actor, for_signed_in
from portal.casework.placing import chosen_place, place_form
from portal.citizen.room import citizen, today
from procedures.acts.drafts import start
from procedures.catalogue.types import FiledAt
from procedures.reads.starting import Starting, starting


@citizen.get("/moi/<code>")
@for_signed_in
def new(code: str) -> str:
    """What to have at hand, drafts that may be continued, and the place."""
    with reading() as db:
        asked = starting(db, code, current_actor().person_id, today())
        return _page(asked, place_form(db, asked, asked.home, None))


@citizen.post("/moi/<code>")
@for_signed_in
def begin(code: str) -> Response | str | tuple[str, int]:
    """Begin a draft at the chosen place.

    A draft that the page did not show yet (a second press of the button, another window) is
    shown first.
    """
    with acting() as call:
        asked = starting(call.db, code, current_actor().person_id, call.today)
        form = place_form(call.db, asked, asked.home, request.form)
        if form.command is not None:
            return _page(asked, form)
        if not form.validate() and not asked.top:
            return _page(asked, form), HTTPStatus.UNPROCESSABLE_ENTITY
        if _newest(asked) != request.form.get("da_thay", ""):
            return _page(asked, form), HTTPStatus.CONFLICT
        draft_id: UUID = start(call, code, chosen_place(call.db, asked, form)).id
    elsewhere = "noi_khac" in request.form and asked.procedure.filed_at is FiledAt.PROVINCE
    onward = "citizen.desk" if elsewhere else "citizen.resume"
    return redirect(url_for(onward, draft_id=draft_id), 303)


def _newest(asked: Starting) -> str:
    return str(asked.open_drafts[0].id) if asked.open_drafts else ""


def _page(asked: Starting, form: PageForm) -> str:
    return render_template(
        "citizen/start.html",
        asked=asked,
        procedure=asked.procedure,
        form=form,
        faults=form.error_list,
        newest=_newest(asked),
        elsewhere="noi_khac" in request.form,
    )
