"""The pages around the catalogue: home, help, the legal pages, and the frame's two switches."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from portal.acting import reading
from portal.auth import open_to_all
from portal.frame import THEME_COOKIE, THEMES, own_path
from portal.i18n import COOKIE, LOCALES
from portal.public.words import today
from procedures.reads.catalogue import fields

# The other rooms' front doors; a room that has its own view puts its url_for here.
WAYS = {
    "procedures_href": "/thu-tuc",
    "tracking_href": "/tra-cuu",
    "verify_href": "/xac-minh",
    "dossiers_href": "/ho-so",
}
YEAR = 365 * 24 * 60 * 60

public = Blueprint("public", __name__)


@public.get("/")
@open_to_all
def home() -> str:
    """The first page: one question, then the ways to it."""
    with reading() as db:
        found = fields(db, today())
    return render_template("public/home.html", fields=found, **WAYS)


@public.get("/tro-giup")
@open_to_all
def help_page() -> str:
    """How to use the portal, and whom to ask."""
    return render_template("public/help.html")


@public.get("/tiep-can")
@open_to_all
def accessibility() -> str:
    """What the portal does so that everybody can use it, and how to report where it fails."""
    return render_template("public/accessibility.html")


@public.get("/quyen-rieng-tu")
@open_to_all
def privacy() -> str:
    """What is kept of a person, why, and for how long."""
    return render_template("public/privacy.html")


@public.get("/ngon-ngu")
@open_to_all
def language() -> Response:
    """Switch the language and go back to the same page."""
    chosen = request.args.get("chon", "")
    return _remember(COOKIE, chosen if chosen in LOCALES else LOCALES[0])


@public.get("/giao-dien")
@open_to_all
def theme() -> Response:
    """Switch between light, dark and the device's own choice, and go back to the same page."""
    chosen = request.args.get("mau", "")
    return _remember(THEME_COOKIE, chosen if chosen in THEMES else "")


def _remember(name: str, value: str) -> Response:
    response = redirect(own_path(request.args.get("ve")), code=303)
    response.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", secure=request.is_secure, httponly=True
    )
    return response
