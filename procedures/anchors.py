"""Whom the portal believes, as data: three stores, what a certificate says, what makes it unfit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from procedures.errors import N_, Incomplete

FIELD = "pem"
"""The input beside which a refused certificate is told."""
MOST_BYTES = 64 * 1024
_TEST = re.compile(r"(?<![A-Z])TEST(?![A-Z])|THỬ NGHIỆM")
_FEWEST_BITS = {"RSA": 2048, "EC": 256}
_DIGESTS = frozenset({"sha256", "sha384", "sha512", "sha3-256", "sha3-384", "sha3-512"})

ENDED = N_("Chứng thư này đã hết hạn.")
NOT_BEGUN = N_("Chứng thư này chưa có hiệu lực.")
NOT_AUTHORITY = N_(
    "Đây không phải chứng thư của tổ chức cấp chứng thư (CA): không có quyền ký chứng thư khác."
)
WEAK_DIGEST = N_(
    "Chứng thư được ký bằng thuật toán băm {digest}, không còn an toàn. Chỉ nhận từ SHA-256."
)
WEAK_KEY = N_(
    "Khóa {key} của chứng thư không đủ mạnh. Chỉ nhận RSA từ 2048 bit hoặc EC từ 256 bit."
)


class Store(StrEnum):
    """Whose signatures a certificate vouches for; the stores are never merged into one."""

    GOVERNMENT = "government"
    """The government's own CA: leaders and agencies, who sign papers."""
    CITIZENS = "citizens"
    """The public CAs, whose certificates citizens sign declarations with."""
    TIME = "time"
    """The time authorities, who stamp both."""


class Origin(StrEnum):
    """A store holds test certificates or real ones, never both at once."""

    TEST = "test"
    REAL = "real"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says of itself; `sha256` and `serial` are lower-case hex.

    `key` is a family with its size, such as "RSA 3072" or "EC 256"; `digest` is empty where the
    signature's algorithm has none of its own. `is_root` is true when it is signed by its own key.
    """

    der: bytes
    sha256: str
    name: str
    subject: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    key: str
    digest: str
    usages: tuple[str, ...]
    is_authority: bool
    is_root: bool

    @property
    def is_marked_test(self) -> bool:
        """Whether it says in its own name that it is for trying out."""
        return is_marked_test(self.subject)


def is_marked_test(subject: str) -> bool:
    """Whether a name says that its bearer is for trying out."""
    return _TEST.search(subject.upper()) is not None


class CertificateReader(Protocol):
    """Reads certificates that somebody brings.

    `read` raises `Incomplete` beside `FIELD` for whatever is not exactly one certificate, and for
    a file with a private key. `issued` says whether the key of one (DER) signed the other.
    """

    def read(self, data: bytes) -> Certificate: ...
    def issued(self, issuer: bytes, subject: bytes) -> bool: ...


def ensure_fit(found: Certificate, now: datetime) -> None:
    """Refuse what no store may hold, by the first thing that is wrong; raises `Incomplete`."""
    if not found.is_authority:
        raise unfit(NOT_AUTHORITY)
    if found.not_after <= now:
        raise unfit(ENDED)
    if found.not_before > now:
        raise unfit(NOT_BEGUN)
    family, _, bits = found.key.partition(" ")
    if not bits.isdecimal() or int(bits) < _FEWEST_BITS.get(family, int(bits) + 1):
        raise unfit(WEAK_KEY, key=found.key)
    if found.digest not in _DIGESTS:
        raise unfit(WEAK_DIGEST, digest=found.digest.upper() or "?")


def unfit(msgid: str, **params: object) -> Incomplete:
    """A refusal of the certificate, told beside its input."""
    return Incomplete(msgid, (), field=FIELD, **params)


@dataclass(frozen=True, slots=True)
class Trusted:
    """A certificate as its store has it; no `until` means that it vouches today.

    With `compromised` the key may be in other hands since `until`; without, it was only taken out.
    """

    store: Store
    der: bytes
    is_root: bool
    until: datetime | None = None
    compromised: bool = False


@dataclass(frozen=True, slots=True)
class IssuedList:
    """A list of revoked certificates as its authority signed it (RFC 5280, section 5).

    `authority` names the authority and its key, `issuer` only how it calls itself.
    """

    data: bytes
    issuer: str
    authority: str
    this_update: datetime
    next_update: datetime
    entries: int


class Lists(Protocol):
    """Fetches the lists of revoked certificates; asks the authorities, so it belongs to a worker.

    `fetch` raises `Unavailable` for silence, `NotAllowed` for a list of no authority of the store.
    """

    def addresses(self) -> Sequence[tuple[Store, str]]: ...
    def fetch(self, store: Store, address: str) -> IssuedList: ...


@dataclass(frozen=True, slots=True)
class CertificateStanding:
    """What the newest list of its authority in hand says of a signer's certificate.

    The list was made at `as_of`; `fresh` until the next one was due. `revoked_at` before the
    signature spoils it, after it does not.
    """

    as_of: datetime
    fresh: bool
    revoked_at: datetime | None
