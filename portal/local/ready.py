"""How the supervisor learns that a part answers: by asking it as its users do."""

import asyncio
import http
import http.client
import json
import time
from collections.abc import Callable

WAIT_SECONDS = 30.0
_PAUSE = 0.1


async def until(
    answers: Callable[[], bool], *, pause: float = _PAUSE, seconds: float = WAIT_SECONDS
) -> bool:
    """Ask again and again, off the event loop; False when the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if await asyncio.to_thread(answers):
            return True
        await asyncio.sleep(pause)
    return False


def health(host: str, port: int) -> dict[str, object] | None:
    """What /healthz says, with "status" as the HTTP status; None while nobody answers."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        body = answer.read()
    except OSError:
        return None
    finally:
        connection.close()
    try:
        said = json.loads(body)
    except ValueError:
        said = {}
    return {**(said if isinstance(said, dict) else {}), "http": answer.status}


def is_healthy(host: str, port: int) -> bool:
    """Whether database, queue, workers and outbox are all well."""
    said = health(host, port)
    return said is not None and said["http"] == http.HTTPStatus.OK
