"""Signing in and out: one answer to every failure, and no typing lost when a session ended."""

from http import HTTPStatus

import structlog
from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import auth
from portal.auth import open_to_all
from portal.errors import Typed
from portal.frame import own_path
from portal.identity import Identity
from portal.limits import (
    GUESSES_AT_ACCOUNT,
    GUESSES_FROM_ADDRESS,
    by_username,
    failed,
    limiter,
)
from portal.public.carried import carried
from portal.public.password import change_page
from portal.public.views import public

log = structlog.get_logger(__name__)


@public.get("/dang-nhap")
@open_to_all
def sign_in() -> str:
    """The form, with the page to go back to."""
    return _page(own_path(request.args.get("ve")))


@public.post("/dang-nhap")
@limiter.limit(GUESSES_FROM_ADDRESS, deduct_when=failed)
@limiter.limit(GUESSES_AT_ACCOUNT, key_func=by_username, deduct_when=failed)
@open_to_all
def sign_in_post() -> Response | str | tuple[str, int]:
    """Check the credentials; a wrong name and a wrong password are told alike."""
    identity: Identity = current_app.extensions["identity"]
    next_page = own_path(request.form.get("ve"))
    typed = carried()
    username = request.form.get("username", "").replace("\0", "")
    person_id = identity.person_behind(
        {"username": username, "password": request.form.get("password", "")}
    )
    if person_id is None:
        log.info("sign-in failed")
        page = _page(next_page, typed=typed, failed=True, username=username)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    auth.start(person_id)
    if auth.must_change():
        return change_page(next_page, typed)
    if typed:
        return render_template("public/resume.html", next_page=next_page, typed=typed)
    return redirect(next_page if next_page != "/" else url_for("public.after_sign_in"), 303)


@public.post("/dang-xuat")
@open_to_all
def sign_out() -> Response:
    """End the session here and on the server."""
    auth.end()
    return redirect(url_for("public.home"), 303)


@public.get("/vao")
@auth.for_signed_in
def after_sign_in() -> Response:
    """The room where this person's work begins."""
    return redirect(auth.first_room(), 303)


def _page(
    next_page: str, *, typed: tuple[Typed, ...] = (), failed: bool = False, username: str = ""
) -> str:
    return render_template(
        "public/sign_in.html",
        next_page=next_page,
        typed=typed,
        kept=False,
        had_files=False,
        failed=failed,
        username=username,
    )
