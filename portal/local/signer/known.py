"""Who may ask the service: the one client that it was started with."""

import hmac
from dataclasses import dataclass

from flask import current_app


@dataclass(frozen=True, slots=True)
class Registered:
    """The client, and where it wants to be told that an order is settled."""

    id: str
    secret: str
    notice_url: str = ""


def registered() -> Registered:
    """The one client of this process."""
    found: Registered = current_app.extensions["client"]
    return found


def known_client(name: object, secret: object) -> bool:
    """Whether both are those of the client."""
    client = registered()
    pairs = ((name, client.id), (secret, client.secret))
    return all(hmac.compare_digest(str(given), wanted) for given, wanted in pairs)
