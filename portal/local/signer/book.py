"""The service's orders and its subscribers' keys; all in memory, gone when the process ends."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from threading import RLock

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import pkcs12

from procedures.papers.pki_folder import BadKeyIdError, PkiFolder

LIFE = timedelta(seconds=300)
"""As long as VNPT SmartCA lets an order wait."""


class Fate(StrEnum):
    """What the holder did about an order, if anything."""

    WAITING = "waiting"
    SIGNED = "signed"
    REFUSED = "refused"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Holder:
    """A subscriber: the key, and the chain with the own certificate first.

    An RSA key signs by PKCS #1 v1.5: SmartCA's protocol has no word for another scheme.
    """

    number: str
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    chain: tuple[x509.Certificate, ...]

    def sign(self, digest: bytes) -> bytes:
        """The signature of what has this SHA-256 digest."""
        digested = Prehashed(hashes.SHA256())
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(digest, padding.PKCS1v15(), digested)
        return self.key.sign(digest, ec.ECDSA(digested))


@dataclass(frozen=True, slots=True)
class Entry:
    """One order. `id` is the service's own name of it, `transaction` the asker's."""

    id: str
    transaction: str
    number: str
    code: str
    title: str
    digest: bytes
    made_at: datetime
    fate: Fate = Fate.WAITING
    signature: bytes = b""
    sad: str = ""


class Book:
    """Orders by either name; safe for several threads."""

    def __init__(self, folder: Path, password: str, now: Callable[[], datetime]) -> None:
        self._pki = PkiFolder(folder)
        self._password = password.encode()
        self._now = now
        self._entries: dict[str, Entry] = {}
        self._lock = RLock()

    def holder(self, number: str) -> Holder | None:
        """The subscriber of that number, None for one who has no key here."""
        try:
            data = self._pki.citizen_path(number).read_bytes()
        except (BadKeyIdError, OSError):
            return None
        key, own, others = pkcs12.load_key_and_certificates(data, self._password)
        if own is None or not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            return None
        return Holder(number, key, (own, *others))

    def open(self, transaction: str, number: str, code: str, title: str, digest: bytes) -> Entry:
        """A new order; raises ValueError when the transaction is there already."""
        with self._lock:
            if self.find(transaction) is not None:
                raise ValueError(transaction)
            entry = Entry(
                secrets.token_hex(16), transaction, number, code, title, digest, self._now()
            )
            self._entries[entry.id] = entry
            return entry

    def find(self, name: str) -> Entry | None:
        """The order by its own name or the asker's, as it stands now."""
        with self._lock:
            found = next((e for e in self._entries.values() if name in {e.id, e.transaction}), None)
            if found and found.fate is Fate.WAITING and self._now() - found.made_at > LIFE:
                return replace(found, fate=Fate.EXPIRED)
            return found

    def waiting(self) -> Iterator[Entry]:
        """The orders that somebody may still confirm, the newest first."""
        for name in reversed(list(self._entries)):
            entry = self.find(name)
            if entry is not None and entry.fate is Fate.WAITING:
                yield entry

    def settle(self, name: str, *, confirmed: bool) -> Entry | None:
        """What the holder did; a second answer changes nothing. None for an unknown order."""
        with self._lock:
            entry = self.find(name)
            if entry is None or entry.fate is not Fate.WAITING:
                return entry
            settled = self._signed(entry) if confirmed else replace(entry, fate=Fate.REFUSED)
            self._entries[entry.id] = settled
            return settled

    def spend(self, sad: str) -> Entry | None:
        """The order that the activation data belongs to; it works once."""
        with self._lock:
            found = next((e for e in self._entries.values() if sad and e.sad == sad), None)
            if found is not None:
                self._entries[found.id] = replace(found, sad="")
            return found

    def _signed(self, entry: Entry) -> Entry:
        holder = self.holder(entry.number)
        if holder is None:
            return replace(entry, fate=Fate.REFUSED)
        signature = holder.sign(entry.digest)
        return replace(entry, fate=Fate.SIGNED, signature=signature, sad=secrets.token_urlsafe(24))
