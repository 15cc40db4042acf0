"""Whom a verifier believes: three stores of certificates, loaded as data, never merged into one.

The records hold them with their history (`procedures.reads.trust`); the PEM files that the test
PKI writes are only where they come from at set-up, and what a part without a database reads.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from asn1crypto import pem
from asn1crypto.x509 import Certificate

from procedures.anchors import Store, Trusted


@dataclass(frozen=True, slots=True)
class End:
    """When a certificate ceased to vouch; `compromised`: its key may be in other hands since."""

    at: datetime
    compromised: bool


@dataclass(frozen=True, slots=True)
class TrustStore:
    """One set of anchors, and the authorities below them; `ends` by a certificate's SHA-256."""

    anchors: tuple[Certificate, ...]
    intermediates: tuple[Certificate, ...]
    ends: Mapping[bytes, End] = field(default_factory=dict)

    def at(self, proven: datetime, claimed: datetime | None = None) -> "TrustStore":
        """The certificates that vouch for what is proven to have existed at a time.

        An anchor with an end vouches for what is older (the "sunset" of EN 319 102-1). Where its
        key was not lost, the time that a stamp of its own claims will do as its proof.
        """
        if not self.ends:
            return self

        def vouches(certificate: Certificate) -> bool:
            end = self.ends.get(certificate.sha256)
            if end is None:
                return True
            return (proven if end.compromised else claimed or proven) < end.at

        return TrustStore(
            tuple(filter(vouches, self.anchors)),
            tuple(filter(vouches, self.intermediates)),
            self.ends,
        )

    def bars(self, certificate: Certificate, proven: datetime) -> bool:
        """Whether a path through the certificate is no path, wherever the certificate came from."""
        end = self.ends.get(certificate.sha256)
        return end is not None and end.compromised and proven >= end.at


@dataclass(frozen=True, slots=True)
class Trust:
    """Public service signs papers, citizens sign declarations, the time authority stamps both."""

    government: TrustStore
    citizens: TrustStore
    time: TrustStore


def trust_of(certificates: Iterable[Trusted]) -> Trust:
    """The three stores of the records."""
    book = tuple(certificates)
    return Trust(
        **{store.value: _store(one for one in book if one.store is store) for store in Store}
    )


def load_trust(pki_dir: Path) -> Trust:
    """Read the three stores of a PKI folder; raises FileNotFoundError before set-up."""
    return trust_of(
        Trusted(store, der, is_root=Certificate.load(der).self_signed != "no")
        for store in Store
        for der in store_files(pki_dir)[store]
    )


def store_files(pki_dir: Path) -> Mapping[Store, tuple[bytes, ...]]:
    """The certificates (DER) of each store's PEM file; raises FileNotFoundError before set-up."""
    return {
        store: tuple(
            der
            for _, _, der in pem.unarmor(
                (pki_dir / "trust" / f"{store}.pem").read_bytes(), multiple=True
            )
        )
        for store in Store
    }


def roots_pem(trust: Trust, now: datetime) -> bytes:
    """The anchors that vouch now for papers and their time stamps, as PEM for anybody's reader."""
    anchors = (*trust.government.at(now).anchors, *trust.time.at(now).anchors)
    return b"".join(pem.armor("CERTIFICATE", anchor.dump()) for anchor in anchors)


def _store(certificates: Iterable[Trusted]) -> TrustStore:
    found = tuple((Certificate.load(one.der), one) for one in certificates)
    return TrustStore(
        anchors=tuple(certificate for certificate, one in found if one.is_root),
        intermediates=tuple(certificate for certificate, one in found if not one.is_root),
        ends={
            certificate.sha256: End(one.until, one.compromised)
            for certificate, one in found
            if one.until is not None
        },
    )
