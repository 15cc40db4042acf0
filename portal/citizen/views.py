"""The room with all its views; importing a module is what hangs its routes on the blueprint."""

from portal.citizen import (
    attachments,
    choosing,
    declaring,
    following,
    gone,
    mine,
    pages,
    remote,
    review,
    start,
)
from portal.citizen.room import citizen

__all__ = [
    "attachments",
    "choosing",
    "citizen",
    "declaring",
    "following",
    "gone",
    "mine",
    "pages",
    "remote",
    "review",
    "start",
]
