"""What the tests of the house share: the built application over the town's real parts."""

import pytest
from flask import Flask

from portal.app import create_app
from portal.identity import PasswordIdentity
from tests.factories import Life


@pytest.fixture(scope="module")
def house(town: Life) -> Flask:
    """The application as it is served, but that a form needs no token: others test that."""
    app = create_app(town.services.settings)
    app.extensions["services"].engine.dispose()
    app.extensions["services"] = town.services
    app.extensions["identity"] = PasswordIdentity(town.services)
    app.config["WTF_CSRF_ENABLED"] = False
    return app
