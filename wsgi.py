"""What a WSGI server and the `flask` command load: the web application under today's settings."""

import sys

from portal.app import create_app
from portal.settings import Settings, SettingsError

try:
    settings = Settings.from_env()
except SettingsError as reason:
    sys.stderr.write(f"{reason}\n")
    sys.exit(2)

app = create_app(settings)
