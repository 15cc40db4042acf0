"""The room with all its views; importing a module is what hangs its routes on the blueprint."""

from portal.citizen import (
    attachments,
    browser,
    choosing,
    declaring,
    following,
    gone,
    mine,
    pages,
    remote,
    review,
    signing,
    start,
)
from portal.citizen.room import citizen

__all__ = [
    "attachments",
    "browser",
    "choosing",
    "citizen",
    "declaring",
    "following",
    "gone",
    "mine",
    "pages",
    "remote",
    "review",
    "signing",
    "start",
]
