"""The keys of lists and dossiers: told on a page, and turned off by whom they disturb."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.i18n import gettext as _
from portal.workbench.blueprint import for_officers, workbench

COOKIE = "phim"
OFF = "tat"
YEAR = 365 * 24 * 3600


@workbench.get("/phim-tat")
@for_officers
def keys() -> str:
    """All keys, and whether they work on this computer."""
    return render_template("workbench/keys.html", on=request.cookies.get(COOKIE) != OFF)


@workbench.post("/phim-tat")
@for_officers
def switch_keys() -> Response:
    """Turn them on or off, as WCAG 2.1.4 asks for keys of a single character."""
    answer = redirect(url_for("workbench.keys"), HTTPStatus.SEE_OTHER)
    if request.form.get("bat"):
        answer.delete_cookie(COOKIE)
        flash(_("Đã bật phím tắt trên máy này."), "success")
    else:
        answer.set_cookie(
            COOKIE, OFF, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure
        )
        flash(_("Đã tắt phím tắt trên máy này."), "success")
    return answer
