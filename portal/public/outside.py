"""Where a signing program on a leader's own machine fetches a paper and brings it back signed.

The VGCA plugin of the Government Cipher Committee is told two addresses; it has no session here, so
the address itself is the permission: good once, for some minutes, for one paper and one person.
The plugin reads `Status` and `Message` of the answer and not its HTTP status, which is always 200.
A file that somebody sends by the page's form is answered with a page.
"""

from http import HTTPStatus

from flask import Response, jsonify, render_template, request
from flask.blueprints import BlueprintSetupState

from portal import outbox
from portal.acting import services
from portal.auth import open_to_all
from portal.i18n import translate
from portal.limits import VERIFYING, limiter
from portal.public.views import public
from portal.wiring import Services, leaders_tool
from procedures.acts.sign_outside import NO_TICKET, fetch_outside, person_of, return_outside
from procedures.errors import DomainError, NotFound
from procedures.reads.actors import actor_of

FILE = "uploadfile"
"""The name under which the plugin posts the signed file."""


@public.get("/ky-ngoai/<word>/van-ban.pdf")
@limiter.limit(VERIFYING)
@open_to_all
def fetch_to_sign(word: str) -> Response:
    """The paper with its empty places, once."""
    with services().aside() as call:
        data = fetch_outside(call, services().blobs, word)
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@public.post("/ky-ngoai/<word>")
@limiter.limit(VERIFYING)
@open_to_all
def bring_signed(word: str) -> Response | tuple[str, HTTPStatus]:
    """Take it back; the plugin shows `Message` to the leader when `Status` is false."""
    file = request.files.get(FILE)
    known = services()
    try:
        _take(known, word, file.read() if file is not None else b"")
    except DomainError as refusal:
        gone = isinstance(refusal, NotFound)
        return _told(HTTPStatus.NOT_FOUND if gone else HTTPStatus.CONFLICT, translate(refusal))
    outbox.push(known)
    return _told(HTTPStatus.OK, "")


def _take(known: Services, word: str, signed: bytes) -> None:
    with known.aside() as call:
        person_id = person_of(call, word)
        actor = actor_of(call.db, person_id, call.today)
    if actor is None:
        raise NotFound(NO_TICKET)
    with known.transaction(actor) as call:
        return_outside(call, leaders_tool(known.trust), known.blobs, word, signed)


def _told(status: HTTPStatus, message: str) -> Response | tuple[str, HTTPStatus]:
    """What the plugin expects of its upload handler; a page for whoever sent the file by a form."""
    done = status is HTTPStatus.OK
    if "text/html" in request.headers.get("Accept", ""):
        return render_template("public/brought.html", message=message), status
    file = request.files.get(FILE)
    name = (file.filename if file is not None else None) or ""
    return jsonify(Status=done, Message=message, FileName=name, FileServer="")


@public.record_once
def _take_files_from_the_plugin(state: BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(f"{__name__}.{bring_signed.__name__}")
