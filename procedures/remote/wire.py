"""JSON over HTTPS to a signing service: bounded in time and size, never redirected, never logged.

Nothing here tries again: an order that may have arrived is repeated by the job that placed it,
under its own transaction number.
"""

import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

import httpx

from procedures.errors import N_, Unavailable

LARGEST_ANSWER = 512 * 1024
SILENT = N_("Nhà cung cấp chữ ký số chưa trả lời. Hệ thống sẽ tự thử lại.")
UNREADABLE = N_("Nhà cung cấp chữ ký số trả lời không đúng quy cách. Hệ thống sẽ tự thử lại.")
NOT_ADMITTED = N_("Nhà cung cấp chữ ký số không nhận tài khoản kết nối của Cổng.")

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body; `ok` says that the service did what it was asked or took it on."""

    status: int
    body: Json

    @property
    def ok(self) -> bool:
        """Whether the status is one of success."""
        return self.status < HTTPStatus.MULTIPLE_CHOICES


@dataclass(frozen=True, slots=True)
class JsonWire:
    """How to reach one service. `seconds` is the longest that one question may take in all."""

    base: str
    seconds: float = 15.0

    def post(self, path: str, body: Json, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer, whatever its status below 500; raises `Unavailable`."""
        return self._answer(path, {"json": dict(body)}, headers or {})

    def form(self, path: str, fields: Mapping[str, str]) -> Answer:
        """The same for what is asked as a form is, such as a token (RFC 6749)."""
        return self._answer(path, {"data": dict(fields)}, {})

    def _answer(self, path: str, content: dict[str, Any], headers: Mapping[str, str]) -> Answer:
        url = f"{self.base.rstrip('/')}/{path}"
        try:
            status, data = self._post(url, content, headers)
        except (httpx.HTTPError, httpx.InvalidURL) as fault:
            raise Unavailable(SILENT) from fault
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _LATER:
            raise Unavailable(SILENT)
        if status < HTTPStatus.OK or status in _ELSEWHERE:
            raise Unavailable(UNREADABLE)
        return Answer(status, _json(data, refused=status >= HTTPStatus.BAD_REQUEST))

    def _post(
        self, url: str, content: dict[str, Any], headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        ends = time.monotonic() + self.seconds
        with (
            httpx.Client(timeout=self.seconds, verify=_trust(), trust_env=False) as client,
            client.stream("POST", url, headers=dict(headers), **content) as response,
        ):
            data = b""
            for part in response.iter_bytes():
                data += part
                if len(data) > LARGEST_ANSWER:
                    raise httpx.DecodingError("too long")
                if time.monotonic() > ends:
                    raise httpx.ReadTimeout("too slow")
            return response.status_code, data


@cache
def _trust() -> ssl.SSLContext:
    """Read once: it takes longer than the question."""
    return httpx.create_ssl_context(trust_env=False)


_LATER = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})
_ELSEWHERE = range(HTTPStatus.MULTIPLE_CHOICES, HTTPStatus.BAD_REQUEST)


def _json(data: bytes, *, refused: bool) -> Json:
    """An object; a refusal may come without one."""
    try:
        found = json.loads(data) if data.strip() else {}
    except (ValueError, RecursionError) as fault:
        if refused:
            return {}
        raise Unavailable(UNREADABLE) from fault
    if not isinstance(found, dict):
        raise Unavailable(UNREADABLE)
    return found
