"""Questions to an authority over HTTP: bounded in time and size, tried again, never redirected.

An address may come out of a certificate, so it is judged before it is visited: nobody shall make
the portal ask machines inside its own network by writing their address into a certificate.
"""

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import IPv4Network, IPv6Network

from procedures.errors import N_, Unavailable
from procedures.papers.line import BarredAddressError, Line, Target, place_of

LARGEST_ANSWER = 1024 * 1024
LARGEST_LIST = 32 * 1024 * 1024
SILENT = N_("Dịch vụ chứng thực chữ ký số chưa trả lời. Hệ thống sẽ tự thử lại.")
BARRED = N_(
    "Chứng thư số ghi một địa chỉ trong mạng nội bộ, hoặc không phải địa chỉ web, nên hệ thống "
    "không hỏi địa chỉ đó. Nếu địa chỉ đúng, hãy khai trong tệp AUTHORITIES."
)


@dataclass(frozen=True, slots=True)
class Route:
    """How addresses are reached that begin with `address`: at another place, by another proxy.

    An address with a route may be private. Without `to` it stays as written; without `proxy` the
    way is direct.
    """

    address: str
    to: str = ""
    proxy: str = ""

    def covers(self, url: str) -> bool:
        """Whether the address is this one, or below it."""
        base = self.address.rstrip("/")
        return url == self.address or url.startswith((f"{base}/", f"{base}?"))


@dataclass(frozen=True, slots=True)
class Wire:
    """How to reach the authorities.

    The first route that covers an address is taken; any other address goes by `proxy`, or
    directly without one, and has to be public or named in `hosts` (names) or `networks`. One try
    lasts `timeout_seconds` at most, however slowly the other side speaks; `pause` waits between
    two.
    """

    timeout_seconds: float = 5.0
    tries: int = 3
    routes: tuple[Route, ...] = ()
    proxy: str = ""
    hosts: frozenset[str] = frozenset()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    pause: Callable[[float], None] = time.sleep

    def post(self, url: str, body: bytes, kind: str, authorization: str = "") -> bytes:
        """The answer's body; raises `Unavailable` when no try brought one."""
        headers = {"Content-Type": kind}
        if authorization:
            headers["Authorization"] = authorization
        return self._ask(url, Line("POST", body, headers, LARGEST_ANSWER))

    def get(self, url: str) -> bytes:
        """The document's body; raises `Unavailable` when no try brought one."""
        return self._ask(url, Line("GET", None, {}, LARGEST_LIST))

    def _ask(self, url: str, line: Line) -> bytes:
        last: Exception | None = None
        for attempt in range(self.tries):
            if attempt:
                self.pause(0.1 * 2**attempt)
            try:
                target = self._target(url)
                status, data = line.ask(target, self.timeout_seconds)
                if status == HTTPStatus.OK and len(data) <= line.most:
                    return data
                last = ValueError(status)
            except BarredAddressError as fault:
                raise Unavailable(BARRED) from fault
            except (OSError, http.client.HTTPException, ValueError) as fault:
                last = fault
        raise Unavailable(SILENT) from last

    def _target(self, url: str) -> Target:
        for route in self.routes:
            if route.covers(url):
                there = route.to + url.removeprefix(route.address) if route.to else url
                return Target(place_of(there), route.proxy)
        place = place_of(url)
        if place.host not in self.hosts:
            place = place.public(self.networks, by_proxy=bool(self.proxy))
        return Target(place, self.proxy)
