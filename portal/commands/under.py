"""What a command works with: the services of the application that it was asked of."""

from flask import current_app

from portal.wiring import Services


def services() -> Services:
    """The database, the queue and the settings of this application."""
    found: Services = current_app.extensions["services"]
    return found
