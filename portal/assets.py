"""Serves style, script and fonts quickly: named by their content, kept by the browser, sent small.

Only these files are compressed here. Pages are left to the proxy: a page that mirrors what was
typed beside a secret token should not be compressed blindly (the BREACH attack).
"""

import gzip
import mimetypes
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, has_request_context, request, send_from_directory
from werkzeug.security import safe_join

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static"
COMPRESSED = frozenset({".css", ".js", ".svg"})
YEAR = 365 * 24 * 60 * 60
DAY = 24 * 60 * 60


@lru_cache(maxsize=256)
def _digest(path: Path, _changed: int) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=64)
def _squeezed(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)


def asset(filename: str, *, by_digest: bool = True) -> str:
    """The address of a static file, with its digest, so that it may be kept for a year.

    Without the digest it is the address that a style sheet itself would ask for, as for fonts.
    Written out, not asked of the router: a page has a dozen of them.
    """
    path = FOLDER / filename
    address = f"{request.script_root if has_request_context() else ''}{PREFIX}/{filename}"
    if not by_digest or not path.is_file():
        return address
    return f"{address}?v={_digest(path, path.stat().st_mtime_ns)}"


def serve(filename: str) -> Response:
    """A static file: compressed when the browser takes it, immutable when asked for by digest."""
    found = safe_join(str(FOLDER), filename)
    path = Path(found) if found else FOLDER
    if path.suffix in COMPRESSED and path.is_file() and request.accept_encodings.quality("gzip"):
        response = Response(
            _squeezed(path, path.stat().st_mtime_ns), mimetype=mimetypes.guess_type(path.name)[0]
        )
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
    else:
        response = send_from_directory(FOLDER, filename, conditional=True)
    response.cache_control.no_cache = None
    response.cache_control.public = True
    if "v" in request.args:
        response.cache_control.max_age = YEAR
        response.cache_control.immutable = True
    else:
        response.cache_control.max_age = DAY
    return response


def init_app(app: Flask) -> None:
    """Take the place of Flask's own static route and give templates `asset()`."""
    app.add_url_rule(f"{PREFIX}/<path:filename>", endpoint="static", view_func=serve)
    app.jinja_env.globals["asset"] = asset
