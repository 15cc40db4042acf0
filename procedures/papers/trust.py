"""Whom a verifier believes: three stores of certificates, loaded as data, never merged into one.

A store is a PEM file under `trust/`: self-signed certificates are its anchors, the others help to
build a path. With the real authorities the files change and nothing else does.
"""

from dataclasses import dataclass
from pathlib import Path

from asn1crypto import pem
from asn1crypto.x509 import Certificate


@dataclass(frozen=True, slots=True)
class TrustStore:
    """One set of anchors, and the authorities below them."""

    anchors: tuple[Certificate, ...]
    intermediates: tuple[Certificate, ...]


@dataclass(frozen=True, slots=True)
class Trust:
    """Public service signs papers, citizens sign declarations, the time authority stamps both."""

    government: TrustStore
    citizens: TrustStore
    time: TrustStore


def load_trust(pki_dir: Path) -> Trust:
    """Read the three stores of a PKI folder; raises FileNotFoundError before set-up."""
    return Trust(
        government=_store(pki_dir / "trust" / "government.pem"),
        citizens=_store(pki_dir / "trust" / "citizens.pem"),
        time=_store(pki_dir / "trust" / "time.pem"),
    )


def roots_pem(trust: Trust) -> bytes:
    """The anchors of papers and their time stamps as PEM, for a reader outside this system."""
    anchors = (*trust.government.anchors, *trust.time.anchors)
    return b"".join(pem.armor("CERTIFICATE", anchor.dump()) for anchor in anchors)


def _store(path: Path) -> TrustStore:
    found = [Certificate.load(der) for _, _, der in pem.unarmor(path.read_bytes(), multiple=True)]
    anchors = tuple(c for c in found if c.self_signed != "no")
    return TrustStore(anchors, tuple(c for c in found if c.self_signed == "no"))
