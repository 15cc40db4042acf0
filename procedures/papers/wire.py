"""Questions to an authority over HTTP: bounded in time and size, tried again, never redirected."""

import http.client
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

from procedures.errors import N_, Unavailable

LARGEST_ANSWER = 8 * 1024 * 1024
SILENT = N_("Dịch vụ chứng thực chữ ký số chưa trả lời. Hệ thống sẽ tự thử lại.")


@dataclass(frozen=True, slots=True)
class Wire:
    """How to reach the authorities.

    `routes` maps the base address written in certificates to the one that answers here, for an
    authority that moved; `pause` waits between two tries.
    """

    timeout_seconds: float = 5.0
    tries: int = 3
    routes: Mapping[str, str] = field(default_factory=dict)
    pause: Callable[[float], None] = time.sleep

    def post(self, url: str, body: bytes, kind: str) -> bytes:
        """The answer's body; raises `Unavailable` when no try brought one."""
        return self._ask("POST", url, body, {"Content-Type": kind})

    def get(self, url: str) -> bytes:
        """The document's body; raises `Unavailable` when no try brought one."""
        return self._ask("GET", url, None, {})

    def _ask(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        last: Exception | None = None
        for attempt in range(self.tries):
            if attempt:
                self.pause(0.1 * 2**attempt)
            try:
                return self._once(method, self._routed(url), body, headers)
            except (OSError, http.client.HTTPException, ValueError) as fault:
                last = fault
        raise Unavailable(SILENT) from last

    def _routed(self, url: str) -> str:
        for written, real in self.routes.items():
            if url.startswith(f"{written}/"):
                return real + url.removeprefix(written)
        return url

    def _once(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(parts.scheme)
        kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        connection = kind(parts.hostname, parts.port, timeout=self.timeout_seconds)
        try:
            path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            data = response.read(LARGEST_ANSWER + 1)
        finally:
            connection.close()
        if response.status != HTTPStatus.OK or len(data) > LARGEST_ANSWER:
            raise ValueError(response.status)
        return data
