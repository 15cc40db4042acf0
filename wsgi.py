"""What a WSGI server and the `flask` command load: the web application under today's settings."""

from portal.app import create_app
from portal.settings import Settings

app = create_app(Settings.at_start())
