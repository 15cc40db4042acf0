"""Taking values out of a stranger's JSON: of the right kind, or the answer is unreadable."""

import base64
import binascii
import re
from collections.abc import Iterator

from procedures.errors import Unavailable
from procedures.remote.wire import UNREADABLE, Json

LONGEST_REASON = 60
_NO_CODE = re.compile(r"[^A-Za-z0-9_-]+")


def text(body: Json, key: str) -> str:
    """A text that must be there; raises `Unavailable`."""
    found = body.get(key)
    if not isinstance(found, str) or not found:
        raise Unavailable(UNREADABLE)
    return found


def reason(body: Json, key: str) -> str:
    """A code that may be there, fit for a log: letters, figures and joints, and not many."""
    found = body.get(key)
    written = found if isinstance(found, str) else ""
    return "".join(
        c for c in written[:LONGEST_REASON] if c.isascii() and (c.isalnum() or c in "_-")
    )


def part(body: Json, key: str) -> Json:
    """An object, empty when it is not there."""
    found = body.get(key)
    return found if isinstance(found, dict) else {}


def parts(body: Json, key: str) -> Iterator[Json]:
    """The objects of a list, none when it is not there."""
    found = body.get(key)
    yield from (one for one in (found if isinstance(found, list) else ()) if isinstance(one, dict))


def texts(body: Json, key: str) -> tuple[str, ...]:
    """The texts of a list, none when it is not there."""
    found = body.get(key)
    return tuple(one for one in (found if isinstance(found, list) else ()) if isinstance(one, str))


def from_base64(value: str) -> bytes:
    """The bytes, whatever breaks the lines; raises `Unavailable`."""
    try:
        return base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Unavailable(UNREADABLE) from fault


def to_base64(data: bytes) -> str:
    """The bytes on one line."""
    return base64.b64encode(data).decode("ascii")
