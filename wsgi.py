"""What a WSGI server and the `flask` command load: the web application under today's settings."""

from portal.app import create_app
from portal.believing import at_start
from portal.settings import Settings

settings = Settings.at_start()
app = create_app(settings)
at_start(settings.environment, app.extensions["services"].sessions)
