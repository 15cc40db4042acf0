"""Changing one's own password: by choice, or first of all when an administrator made it."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import auth
from portal.acting import acting
from portal.errors import Typed
from portal.frame import own_path
from portal.i18n import gettext as _
from portal.i18n import translate
from portal.limits import GUESSES_AT_ACCOUNT, failed, limiter
from portal.public.carried import carried
from portal.public.views import public
from procedures.acts.change_password import LEAST, change_password
from procedures.errors import Incomplete

Fault = Mapping[str, str]


def _by_person() -> str:
    """Whoever is signed in, whatever address they come from."""
    return f"password:{auth.current_actor().person_id}"


@public.get("/doi-mat-khau", endpoint="change_password")
@auth.for_signed_in
def change_password_form() -> str:
    """The form."""
    return change_page(own_path(request.args.get("ve")))


@public.post("/doi-mat-khau", endpoint="change_password_post")
@limiter.limit(GUESSES_AT_ACCOUNT, key_func=_by_person, deduct_when=failed)
@auth.for_signed_in
def change_password_post() -> Response | str | tuple[str, int]:
    """Change it, go on under a new session, and end the others."""
    next_page, typed = own_path(request.form.get("ve")), carried()
    new = request.form.get("new", "")
    if new != request.form.get("again", ""):
        return _again(next_page, typed, "again", _("Hai lần nhập mật khẩu mới không giống nhau."))
    try:
        with acting() as call:
            session_id = change_password(call, request.form.get("old", ""), new)
    except Incomplete as refusal:
        return _again(next_page, typed, str(refusal.params["field"]), translate(refusal))
    auth.enter(session_id)
    flash(_("Đã đổi mật khẩu. Các phiên đăng nhập khác của bạn đã kết thúc."), "success")
    if typed:
        return render_template("public/resume.html", next_page=next_page, typed=typed)
    return redirect(next_page if next_page != "/" else url_for("public.after_sign_in"), 303)


def change_page(next_page: str, typed: Sequence[Typed] = (), faults: Sequence[Fault] = ()) -> str:
    """The form; no password is ever written back into it."""
    return render_template(
        "public/change_password.html",
        next_page=next_page,
        typed=typed,
        faults=faults,
        first=auth.must_change(),
        least=LEAST,
    )


def _again(next_page: str, typed: Sequence[Typed], field: str, message: str) -> tuple[str, int]:
    page = change_page(next_page, typed, [{"field": field, "message": message}])
    return page, HTTPStatus.UNPROCESSABLE_ENTITY
