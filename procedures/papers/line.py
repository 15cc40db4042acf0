"""One question over HTTP to one place that was judged before; nothing here is tried again."""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import urlsplit

_TRANSLATED = tuple(
    map(ip_network, ("::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16"))
)
_PORTS = {"http": 80, "https": 443}


class BarredAddressError(Exception):
    """An address that the portal does not visit because a stranger's certificate says so."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question goes; `address` is the host's own once it was looked up."""

    scheme: str
    host: str
    port: int
    path: str
    address: str = ""

    @property
    def authority(self) -> str:
        """Host and port as a Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def public(self, networks: Sequence[IPv4Network | IPv6Network], *, by_proxy: bool) -> "Place":
        """The place with the address that was judged, so that no second look-up gives another.

        Raises `BarredAddressError` when any of the host's addresses is private and in none of the
        networks. A host that only the proxy can look up is the proxy's to judge.
        """
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except OSError:
            if by_proxy and not _is_literal(self.host):
                return self
            raise
        addresses = [str(one[4][0]) for one in found]
        for address in addresses:
            plain = ip_address(address.partition("%")[0])
            if not _is_public(plain) and not any(plain in network for network in networks):
                raise BarredAddressError(self.host)
        return replace(self, address=addresses[0])


@dataclass(frozen=True, slots=True)
class Target:
    """A place, and the proxy (`http://host:port`) that leads there; none: the way is direct."""

    place: Place
    proxy: str = ""


def place_of(url: str) -> Place:
    """The parts of an address; raises `BarredAddressError` for what is no plain web address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise BarredAddressError(url) from fault
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        raise BarredAddressError(parts.scheme)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return Place(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], path)


@dataclass(frozen=True, slots=True)
class Line:
    """A question: its method, what is sent, and how many bytes of an answer are read at most."""

    method: str
    body: bytes | None
    headers: Mapping[str, str]
    most: int

    def ask(self, target: Target, seconds: float) -> tuple[int, bytes]:
        """Status and body, one byte more than `most` where there is more.

        Raises OSError or HTTPException. After `seconds` the connection is cut, wherever it is.
        """
        connection, path = _connected(target, seconds)
        sock = connection.sock
        overdue = threading.Event()
        cut = threading.Timer(seconds, _cut, (sock, overdue))
        cut.start()
        try:
            headers = {"Host": target.place.authority, "Connection": "close", **self.headers}
            connection.request(self.method, path, self.body, headers)
            with connection.getresponse() as response:
                answer = response.status, response.read(self.most + 1)
                missing = response.length if len(answer[1]) <= self.most else 0
            if missing or overdue.is_set():
                # Read up to a limit, half an answer is none to the library.
                raise http.client.IncompleteRead(b"")
        finally:
            cut.cancel()
            connection.close()
        return answer


def _connected(target: Target, seconds: float) -> tuple[http.client.HTTPConnection, str]:
    """A connection that stands, and what the request line has to name."""
    place = target.place
    if target.proxy:
        return _by_proxy(place, place_of(target.proxy), seconds)
    sock = socket.create_connection((place.address or place.host, place.port), seconds)
    connection = http.client.HTTPConnection(place.host, place.port, timeout=seconds)
    connection.sock = _secured(sock, place.host) if place.scheme == "https" else sock
    return connection, place.path


def _by_proxy(place: Place, proxy: Place, seconds: float) -> tuple[http.client.HTTPConnection, str]:
    connection = http.client.HTTPConnection(proxy.host, proxy.port, timeout=seconds)
    if place.scheme == "http":
        connection.connect()
        return connection, f"http://{place.authority}{place.path}"
    connection.set_tunnel(place.host, place.port)
    connection.connect()
    connection.sock = _secured(connection.sock, place.host)
    return connection, place.path


def _secured(sock: socket.socket, host: str) -> ssl.SSLSocket:
    try:
        return _context().wrap_socket(sock, server_hostname=host)
    except BaseException:
        sock.close()
        raise


@cache
def _context() -> ssl.SSLContext:
    """Whom this machine believes, as for any other program on it."""
    return ssl.create_default_context()


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if address.is_multicast or not address.is_global:
        return False
    # What is translated on its way may lead to a private address after all.
    return not any(
        address in network for network in _TRANSLATED if network.version == address.version
    )


def _cut(sock: socket.socket, overdue: threading.Event) -> None:
    # Said first: who reads wakes at once, and would take what came so far for a whole answer.
    overdue.set()
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
