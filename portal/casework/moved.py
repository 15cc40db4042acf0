"""The list of promised dates that a changed calendar would move, a page at a time."""

from datetime import datetime
from uuid import UUID

from flask import request

from procedures.clock import VIETNAM
from procedures.reads.moved_dates import MovedDates, Place


def place_asked() -> Place | None:
    """Where to go on from, as the address says; nothing for what nobody here wrote."""
    at, _, key = request.args.get("sau", "").partition(".")
    try:
        return datetime.fromtimestamp(int(at), tz=VIETNAM), UUID(key)
    except (ValueError, OverflowError, OSError):
        return None


def token(found: MovedDates) -> str:
    """The place to go on from as an address carries it; due moments are whole minutes."""
    if found.next is None:
        return ""
    at, key = found.next
    return f"{int(at.timestamp())}.{key.hex}"
