"""`python -m portal.local`: what `make run` runs once the machine is set up."""

import asyncio
import sys

from portal.local.claim import claim
from portal.local.plan import plan
from portal.local.privileges import CannotStart
from portal.local.supervisor import Supervisor, tell
from portal.settings import Settings, SettingsError


async def _serve(settings: Settings) -> None:
    await Supervisor(settings, plan(settings)).run()


def main() -> int:
    """Serve until told to stop; 2 for a refusal to start."""
    try:
        settings = Settings.from_env()
        with claim(settings):
            asyncio.run(_serve(settings))
    except (SettingsError, CannotStart) as reason:
        tell(str(reason))
        return 2
    except PermissionError as reason:
        tell(f"{reason.filename}: {reason.strerror}; set VAR_DIR to a folder of your own")
        return 2
    return 0


sys.exit(main())
