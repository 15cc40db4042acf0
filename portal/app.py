"""Builds the web application; reads as a list of what it is made of."""

from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import (
    acting,
    assets,
    auth,
    commands,
    errors,
    frame,
    headers,
    i18n,
    identity,
    limits,
    logs,
    rooms,
    uploading,
    watching,
)
from portal.public.style_guide import style_guide
from portal.settings import Settings
from portal.wiring import services
from procedures.errors import Hidden

TEMPLATES = Path(__file__).parent.parent / "templates"
MEGABYTE = 1024 * 1024

csrf = CSRFProtect()


def create_app(settings: Settings) -> Flask:
    """The WSGI application for `settings`."""
    app = Flask("portal", static_folder=None, template_folder=str(TEMPLATES))
    https = settings.base_url.startswith("https://")
    configure(app, settings, https=https)
    look_behind_proxies(app, settings.trusted_proxies)
    logs.configure()
    logs.init_app(app)
    headers.init_app(app, https=https)
    assets.init_app(app)
    i18n.init_app(app)
    app.extensions["services"] = services(settings)
    app.extensions["identity"] = identity.PasswordIdentity(app.extensions["services"])
    auth.init_app(app)
    frame.init_app(app, nav=rooms.nav, who=auth.signed_in, is_test=settings.test_pki)
    uploading.init_app(app)
    csrf.init_app(app)
    limits.init_app(app, settings)
    errors.init_app(app)
    app.register_error_handler(Hidden, acting.show_hidden)
    commands.init_app(app)
    watching.init_app(app)
    rooms.init_app(app)
    if settings.environment != "production":
        app.register_blueprint(style_guide)
    return app


def configure(app: Flask, settings: Settings, *, https: bool) -> None:
    """Flask's own settings, and templates that refuse a name nobody gave them."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.upload_max_mb * MEGABYTE,
        SESSION_COOKIE_NAME="phien",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as its session does
        WTF_CSRF_SSL_STRICT=https,
        TEMPLATES_AUTO_RELOAD=settings.environment == "development",
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.policies["ext.i18n.trimmed"] = True


def look_behind_proxies(app: Flask, number: int) -> None:
    """Take address and scheme of the asker from what our own proxies say, and from nobody else.

    Each proxy must append to X-Forwarded-For, set X-Forwarded-Proto and pass the Host on.
    """
    if number:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=number, x_proto=number, x_host=0, x_port=0, x_prefix=0
        )
