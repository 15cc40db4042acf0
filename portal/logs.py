"""One line for every request and every fault, found by its id, with nothing personal in it."""

import logging
import secrets
import sys
import time
import traceback
from types import TracebackType

import structlog
from flask import Flask, Response, g, request
from structlog.typing import EventDict, WrappedLogger

access = structlog.get_logger("portal.access")


def frames_only(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its kind and the places it passed.

    Its own words and the values around it stay out: they hold what people typed.
    """
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    elif isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = type(error).__qualname__
        event["frames"] = _places(error.__traceback__)
    return event


def _places(trace: TracebackType | None) -> list[str]:
    passed = traceback.extract_tb(trace)[-12:]
    return [f"{place.filename}:{place.lineno} {place.name}" for place in passed]


def configure(level: str = "INFO") -> None:
    """JSON lines on standard error, for every process of the portal."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            frames_only,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,  # standard error may be replaced while a process lives
    )


def init_app(app: Flask) -> None:
    """Give each request an id, named in every log line, response and error page."""

    @app.before_request
    def begin() -> None:
        g.request_id = secrets.token_hex(8)
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def write(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if request.endpoint != "static":
            access.info(
                "request",
                method=request.method,
                # The rule, not the path: a path may hold a dossier's code, a query a phone number.
                route=request.url_rule.rule if request.url_rule else "(none)",
                status=response.status_code,
                ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
            )
        return response
