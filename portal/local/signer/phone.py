"""The holder's phone as a page: what waits, and two buttons for each."""

from threading import Thread

import httpx
from flask import Blueprint, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from portal.local.signer.book import Entry
from portal.local.signer.known import registered
from portal.local.signer.smartca import Json, book, notice

phone = Blueprint("phone", __name__)
_PATIENCE_SECONDS = 5.0


@phone.get("/")
def orders() -> str:
    """Every order that waits; nobody signs in, for the keys are worth nothing."""
    return render_template("phone.html", entries=list(book().waiting()))


@phone.get("/phone.css")
def style() -> Response:
    """How the page looks."""
    return send_file("phone.css", mimetype="text/css")


@phone.get("/ready")
def ready() -> str:
    """That the service answers."""
    return "ready"


@phone.post("/<name>/xac-nhan")
def confirm(name: str) -> Response:
    """Sign."""
    return _settled(name, confirmed=True)


@phone.post("/<name>/tu-choi")
def refuse(name: str) -> Response:
    """Do not sign."""
    return _settled(name, confirmed=False)


def _settled(name: str, *, confirmed: bool) -> Response:
    entry = book().settle(name, confirmed=confirmed)
    if entry is not None:
        _tell(entry)
    return redirect(url_for("phone.orders"), 303)


def _tell(entry: Entry) -> None:
    """Send the webhook; nobody waits for it, and a portal that is away is not told again."""
    client = registered()
    if client.notice_url:
        body = notice(entry, client.id)
        Thread(target=_post, args=(client.notice_url, body), daemon=True).start()


def _post(url: str, body: Json) -> None:
    try:
        httpx.post(url, json=body, timeout=_PATIENCE_SECONDS, trust_env=False)
    except httpx.HTTPError:
        return
