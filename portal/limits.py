"""Rate limits on the doors that guessing would open: sign-in, tracking, verification."""

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from portal.settings import Settings

limiter = Limiter(key_func=get_remote_address, strategy="moving-window")

SIGN_IN = "10 per minute; 60 per hour"
TRACKING = "20 per minute; 200 per hour"
VERIFYING = "30 per minute"


def init_app(app: Flask, settings: Settings) -> None:
    """Count in the queue's store; when it is down, each process counts for itself."""
    app.config.update(
        RATELIMIT_STORAGE_URI=_storage(settings.redis_url),
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_HEADERS_ENABLED=False,
    )
    limiter.init_app(app)


def _storage(url: str) -> str:
    return url.replace("unix://", "redis+unix://") if url.startswith("unix://") else url


def by_username() -> str:
    """The account that somebody tries to open, whatever address they come from."""
    return f"account:{request.form.get('username', '').strip().lower()}"
