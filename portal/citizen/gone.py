"""A draft that is no longer there: handed in meanwhile, by a second press or another window."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.acting import reading, show_hidden
from portal.auth import current_actor
from portal.citizen.room import citizen
from portal.errors import show_refusal
from procedures.errors import Hidden, NotFound
from procedures.reads.following import receipt


@citizen.errorhandler(NotFound)
def gone(error: NotFound) -> Response | AnyResponse:
    """To the dossier that the draft has become; otherwise the page for what is not there."""
    if isinstance(error, Hidden):
        return show_hidden(error)
    draft_id = (request.view_args or {}).get("draft_id")
    if draft_id is None:
        return show_refusal(error)
    try:
        with reading() as db:
            receipt(db, draft_id, current_actor())
    except Hidden as hidden:
        return show_hidden(hidden)
    except NotFound:
        return show_refusal(error)
    return redirect(url_for("citizen.follow", dossier_id=draft_id), 303)
