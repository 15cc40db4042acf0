"""Where the test PKI lives on disk: every key and certificate is written once and kept.

An authority that is re-created gives other bytes for the same certificate, and a paper sealed
yesterday would then no longer match its revocation data; so nothing here is ever made twice.
"""

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from procedures.papers.pens import Signature
from procedures.schemes import Scheme

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
STORE = "test-pki"
_PRIVATE = 0o600
_PUBLIC = 0o644


class BadKeyIdError(ValueError):
    """The name of a key could leave its folder or cannot be a file name."""


def plain_name(name: str) -> str:
    """The name itself when it is safe as a file name; raises `BadKeyIdError`."""
    if not _NAME.fullmatch(name):
        raise BadKeyIdError(name)
    return name


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key with its certificate chain, the holder's own certificate first."""

    key: ec.EllipticCurvePrivateKey
    chain: tuple[x509.Certificate, ...]

    @property
    def store(self) -> str:
        """What a register of keys calls the place where it is kept."""
        return STORE

    def sign(self, data: bytes) -> Signature:
        """The signature of the data."""
        return Signature(Scheme.ECDSA, self.key.sign(data, ec.ECDSA(hashes.SHA256())))

    @property
    def certificate(self) -> x509.Certificate:
        """The holder's own certificate."""
        return self.chain[0]


def write_atomically(path: Path, data: bytes, *, private: bool) -> None:
    """Replace the file in one step; a reader sees the old bytes or the new, never half."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE if private else _PUBLIC)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class PkiFolder:
    """The folder of one test PKI; keys are readable by their owner only."""

    root: Path

    def authority_path(self, name: str) -> Path:
        """Key and chain of a root, an issuing authority, a responder or the time stamper."""
        return self.root / "authorities" / f"{plain_name(name)}.pem"

    def holder_path(self, key_id: str) -> Path:
        """Key and chain of a leader's post or an agency."""
        return self.root / "holders" / f"{plain_name(key_id)}.pem"

    def citizen_path(self, name: str) -> Path:
        """PKCS#12 of a sample citizen, to be used with any signing tool."""
        return self.root / "citizens" / f"{plain_name(name)}.p12"

    def issued_path(self, authority: str, serial: int) -> Path:
        """A certificate that the authority issued; its responder knows no other."""
        return self.root / "issued" / plain_name(authority) / f"{serial:x}.crt"

    def revoked_folder(self, authority: str) -> Path:
        """One file for each revoked serial number, holding the moment in ISO 8601."""
        return self.root / "revoked" / plain_name(authority)

    def trust_path(self, store_name: str) -> Path:
        """The public certificates of one trust store; all that a verifier reads."""
        return self.root / "trust" / f"{plain_name(store_name)}.pem"

    @property
    def address_path(self) -> Path:
        """The base address that the certificates name for OCSP, CRL and time stamps."""
        return self.root / "address"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the folder against every other process that would create something in it."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o755)
        with (self.root / ".lock").open("w") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield


def store(path: Path, key_file: KeyFile) -> None:
    """Write key and chain as one PEM file, so that the two can never disagree."""
    pem = key_file.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    certificates = (c.public_bytes(serialization.Encoding.PEM) for c in key_file.chain)
    write_atomically(path, pem + b"".join(certificates), private=True)


def load(path: Path) -> KeyFile:
    """Read what `store` wrote; raises FileNotFoundError."""
    pem = path.read_bytes()
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(path.name)
    return KeyFile(key, tuple(x509.load_pem_x509_certificates(pem)))
