"""Which time authorities stamp, and how every authority is reached.

Authorities of revocation name their own addresses in the certificates that they issue; only what
those cannot say stands here. `portal/AUTHORITIES.md` tells an administrator of each part.
"""

from base64 import b64encode
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from procedures.papers.private_file import private_bytes
from procedures.papers.wire import Route, Wire


@dataclass(frozen=True, slots=True)
class TimeAuthority:
    """Where time stamps are asked for (RFC 3161).

    `policy` is the object identifier that its stamps have to name, empty for any. `secret_file`
    holds the password of `user`, or a bearer token where no user is named.
    """

    url: str
    policy: str = ""
    user: str = ""
    secret_file: Path | None = None

    @property
    def authorization(self) -> str:
        """The header of that name, read anew each time; raises `Unavailable` for a file of all."""
        if self.secret_file is None:
            return ""
        secret = private_bytes(self.secret_file).strip()
        if not self.user:
            return f"Bearer {secret.decode()}"
        return f"Basic {b64encode(self.user.encode() + b':' + secret).decode()}"


@dataclass(frozen=True, slots=True)
class Authorities:
    """The time authorities, the first of them preferred, and the ways to all others.

    `inside` are the hosts and networks that a certificate may name though they are private.
    """

    time: tuple[TimeAuthority, ...] = ()
    routes: tuple[Route, ...] = ()
    proxy: str = ""
    hosts: frozenset[str] = frozenset()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    def wire(self) -> Wire:
        """The way to every authority; the time authorities may be private without more words."""
        own = tuple(Route(one.url) for one in self.time)
        return Wire(
            routes=(*self.routes, *own),
            proxy=self.proxy,
            hosts=self.hosts,
            networks=self.networks,
        )
