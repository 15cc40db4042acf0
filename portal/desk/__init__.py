"""The desk: the one-stop counter takes dossiers in and gives results out."""

from portal.desk import (
    bulk,
    finishing,
    intake,
    moved,
    notes,
    queue,
    receiving,
    returning,
    revoking,
    supplementing,
    tickets,
)
from portal.desk.blueprint import desk

__all__ = [
    "bulk",
    "desk",
    "finishing",
    "intake",
    "moved",
    "notes",
    "queue",
    "receiving",
    "returning",
    "revoking",
    "supplementing",
    "tickets",
]
