"""Watching the system from outside: is it well, and how much it does."""

from flask import Flask

from portal.watching import healthz, metrics


def init_app(app: Flask) -> None:
    """Serve /healthz to anybody and /metrics to this machine."""
    healthz.init_app(app)
    metrics.init_app(app)
