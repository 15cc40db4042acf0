"""The locks on the browser's side: what a page may load, and who may frame it."""

from flask import Flask, Response, request, session

CONNECT = "connect-src 'self'"
POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    CONNECT,
    "manifest-src 'self'",
    "frame-src 'self'",
    "object-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)
HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
HSTS = "max-age=31536000; includeSubDomains"


def policy(*, connect: str = "", framed: bool = False) -> str:
    """What a page may load and speak to; `connect` is one more address, for one page alone.

    A paper is read inside the portal's own page, so a PDF alone may be framed, by us alone.
    """
    locks = [f"{lock} {connect}" if connect and lock == CONNECT else lock for lock in POLICY]
    ancestors = "'self'" if framed else "'none'"
    return "; ".join((*locks, f"frame-ancestors {ancestors}"))


def init_app(app: Flask, *, https: bool) -> None:
    """Set the headers on every response; HTTPS is insisted on only where it is served."""

    @app.after_request
    def lock(response: Response) -> Response:
        framed = response.mimetype == "application/pdf"
        response.headers.setdefault("Content-Security-Policy", policy(framed=framed))
        response.headers.setdefault("X-Frame-Options", "SAMEORIGIN" if framed else "DENY")
        for name, value in HEADERS:
            response.headers.setdefault(name, value)
        if https:
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store" if session else "no-cache")
        return response
