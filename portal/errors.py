"""One table from what went wrong to the page a person sees."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus

import structlog
from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from redis.exceptions import ConnectionError as NoQueueError
from redis.exceptions import TimeoutError as SlowQueueError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnectionError
from werkzeug.exceptions import HTTPException

from procedures.errors import (
    DomainError,
    Incomplete,
    NotAllowed,
    NotFound,
    NotLawful,
    Stale,
    Unavailable,
)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a refusal of the core is answered over HTTP."""

    status: HTTPStatus
    template: str
    level: int


ANSWERS: Mapping[type[DomainError], Answer] = {
    NotFound: Answer(HTTPStatus.NOT_FOUND, "errors/404.html", logging.INFO),
    NotAllowed: Answer(HTTPStatus.FORBIDDEN, "errors/403.html", logging.WARNING),
    NotLawful: Answer(HTTPStatus.CONFLICT, "errors/409.html", logging.INFO),
    Stale: Answer(HTTPStatus.CONFLICT, "errors/409.html", logging.INFO),
    Incomplete: Answer(HTTPStatus.BAD_REQUEST, "errors/400.html", logging.INFO),
    Unavailable: Answer(HTTPStatus.SERVICE_UNAVAILABLE, "errors/503.html", logging.ERROR),
}
"""Asked in the order of the error's own ancestry, so a subclass may have its own row."""

ABSENT: tuple[type[Exception], ...] = (
    OperationalError,
    InterfaceError,
    NoFreeConnectionError,
    NoQueueError,
    SlowQueueError,
)
"""How the database and the queue say, by way of their libraries, that they do not answer."""
TRY_AGAIN_SECONDS = 30

PAGES: frozenset[int] = frozenset({400, 403, 404, 405, 409, 413, 429, 500, 503})
SECRET_WORDS = ("csrf", "password", "mat_khau", "otp", "pem")
KEPT_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Typed:
    """One field of a post that could not be accepted: what the person had written."""

    name: str
    value: str


def answer_for(error: DomainError) -> Answer:
    """The row of the nearest ancestor; an unknown refusal counts as a conflict."""
    rows = (ANSWERS[kind] for kind in type(error).__mro__ if kind in ANSWERS)
    return next(rows, ANSWERS[NotLawful])


def init_app(app: Flask) -> None:
    """Register the pages; a refusal nobody foresaw becomes a plain 500 with its request id."""
    app.register_error_handler(DomainError, show_refusal)
    app.register_error_handler(CSRFError, show_expired)
    app.register_error_handler(HTTPException, show_http)
    app.register_error_handler(Exception, show_crash)
    for absence in ABSENT:
        app.register_error_handler(absence, show_absence)


def show_refusal(error: DomainError) -> Response:
    """The page for a refusal of the core, with its own sentence."""
    answer = answer_for(error)
    log.log(answer.level, "refused", kind=type(error).__name__, msgid=error.msgid)
    return _page(answer.template, answer.status, refusal=error)


def show_http(error: HTTPException) -> Response:
    """The page for an HTTP error; a status without its own page borrows the nearest one."""
    if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return make_response(error.get_response())
    response = _page(f"errors/{_nearest(error.code)}.html", HTTPStatus(error.code), refusal=None)
    if error.code == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = dict(error.get_headers()).get("Allow", "GET")
    return response


def _nearest(status: int) -> int:
    if status in PAGES:
        return status
    fault_is_ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return int(HTTPStatus.INTERNAL_SERVER_ERROR if fault_is_ours else HTTPStatus.BAD_REQUEST)


def show_crash(error: Exception) -> Response:
    """The page for a fault of ours; the cause goes to the log, never to the page."""
    log.error("crashed", exc_info=error)
    g.crashed = True
    return _page("errors/500.html", HTTPStatus.INTERNAL_SERVER_ERROR, refusal=None)


def show_absence(error: Exception) -> Response:
    """The plain page while the database or the queue does not answer.

    It asks neither of them anything, not even who is signed in. The log names kinds of errors
    and no statement: a statement's values are what people typed.
    """
    cause = type(getattr(error, "orig", None) or error).__name__
    log.error("part_absent", kind=type(error).__name__, cause=cause)
    response = _plain(HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = str(TRY_AGAIN_SECONDS)
    return response


def show_expired(_error: CSRFError) -> Response:
    """The page for a form whose token is missing or too old: what was typed is kept on it.

    It can be sent again from there only when the browser says that the post came from this
    very site, so the page is no way around the token.
    """
    typed = tuple(_typed()) if _from_here() else ()
    return _page(
        "errors/csrf.html",
        HTTPStatus.BAD_REQUEST,
        refusal=None,
        typed=typed,
        had_files=bool(request.files),
    )


def kept_fields() -> tuple[Typed, ...]:
    """What the person had written into the post at hand, secrets left out."""
    return tuple(_typed())


def typed_words() -> dict[str, list[str]]:
    """All that the post at hand brought, by name, secrets left out."""
    return {name: values for name, values in request.form.lists() if not _is_secret(name)}


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in SECRET_WORDS)


def _from_here() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == request.host_url.rstrip("/")


def _typed() -> Iterator[Typed]:
    room = KEPT_CHARACTERS
    for name, value in request.form.items(multi=True):
        room -= len(value)
        if room > 0 and not _is_secret(name):
            yield Typed(name, value)


def _page(template: str, status: HTTPStatus, **context: object) -> Response:
    request_id = g.get("request_id", "")
    try:
        body = render_template(template, status=status, request_id=request_id, **context)
    except ABSENT as error:
        return show_absence(error)
    except Exception:  # the frame itself may be what broke: say it without the frame
        log.exception("error_page_failed", template=template)
        return _plain(status)
    return _unkept(body, status)


def _plain(status: HTTPStatus) -> Response:
    """The page without a frame, in both languages at once; rendered without asking who reads."""
    template = current_app.jinja_env.get_template("errors/plain.html")
    body = template.render(status=status, request_id=g.get("request_id", ""))
    return _unkept(body, status)


def _unkept(body: str, status: HTTPStatus) -> Response:
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response
