"""Builds the web application; reads as a list of what it is made of."""

from pathlib import Path
from typing import Protocol

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from portal import assets, errors, frame, headers, i18n, logs
from portal.public.style_guide import style_guide
from portal.public.views import public

TEMPLATES = Path(__file__).parent.parent / "templates"
MEGABYTE = 1024 * 1024

csrf = CSRFProtect()


class WebSettings(Protocol):
    """The part of the settings that the web application itself reads."""

    @property
    def secret_key(self) -> str: ...
    @property
    def base_url(self) -> str: ...
    @property
    def upload_max_mb(self) -> int: ...
    @property
    def environment(self) -> str: ...


def create_app(settings: WebSettings) -> Flask:
    """The WSGI application for `settings`."""
    app = Flask("portal", static_folder=None, template_folder=str(TEMPLATES))
    https = settings.base_url.startswith("https://")
    configure(app, settings, https=https)
    logs.configure()
    logs.init_app(app)
    headers.init_app(app, https=https)
    assets.init_app(app)
    i18n.init_app(app)
    frame.init_app(app, nav=frame.no_nav, who=frame.nobody, is_test=True)
    csrf.init_app(app)
    errors.init_app(app)
    app.register_blueprint(public)
    if settings.environment != "production":
        app.register_blueprint(style_guide)
    return app


def configure(app: Flask, settings: WebSettings, *, https: bool) -> None:
    """Flask's own settings, and templates that refuse a name nobody gave them."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.upload_max_mb * MEGABYTE,
        SESSION_COOKIE_NAME="phien",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as its session; time-outs belong to sign-in
        WTF_CSRF_SSL_STRICT=https,
        TEMPLATES_AUTO_RELOAD=settings.environment == "development",
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.policies["ext.i18n.trimmed"] = True
