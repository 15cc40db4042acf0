"""Rate limits on the doors that guessing would open: sign-in, tracking, verification."""

from http import HTTPStatus

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from portal.settings import Settings

limiter = Limiter(key_func=get_remote_address, strategy="moving-window")

GUESSES_AT_ACCOUNT = "10 per minute; 60 per hour"
GUESSES_FROM_ADDRESS = "60 per minute; 600 per hour"
"""Only failures count: a whole office signs in from one address at half past seven."""
TRACKING = "20 per minute; 200 per hour"
VERIFYING = "30 per minute"
NOTICES_FROM_ADDRESS = "600 per minute"
"""A signing service tells of every settled order from one address."""


def init_app(app: Flask, settings: Settings) -> None:
    """Count in the queue's store; when it is down, each process counts for itself."""
    app.config.update(
        RATELIMIT_STORAGE_URI=settings.rate_limit_url,
        RATELIMIT_STORAGE_OPTIONS={"socket_connect_timeout": 1, "socket_timeout": 1},
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_HEADERS_ENABLED=False,
    )
    limiter.init_app(app)


def failed(response: Response) -> bool:
    """Whether a try at a door counts against its limit."""
    return response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def by_username() -> str:
    """The account that somebody tries to open, whatever address they come from."""
    return f"account:{request.form.get('username', '').strip().lower()}"
