"""Keys of leaders, agencies and sample citizens, made on demand from the test authorities.

In production there are none of these: keys of posts and agencies come from the public-service
authority and lie in key stores (KEYS.md).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from procedures.papers.pki_authorities import (
    TEST_UNIT,
    Issuer,
    base_address,
    record,
    revoke,
)
from procedures.papers.pki_folder import KeyFile, PkiFolder, load, store, write_atomically
from procedures.papers.pki_issue import HOLDER, Addresses, issue, name
from procedures.ports import SignerRef

RENEW_BEFORE_END = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Citizen:
    """A sample citizen: the certificate names the person and the twelve-digit personal number."""

    full_name: str
    citizen_id: str


def subject_of(signer: SignerRef) -> x509.Name:
    """The name in the certificate of a leader or an agency."""
    return name(
        (NameOID.ORGANIZATION_NAME, signer.organisation),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, TEST_UNIT),
        (NameOID.TITLE, signer.title),
        (NameOID.SERIAL_NUMBER, signer.key_id),
        (NameOID.COMMON_NAME, signer.name),
    )


class FolderKeys:
    """Implements `procedures.ports.Keys` over the folder of the test PKI."""

    def __init__(self, folder: PkiFolder, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now

    def ensure(self, signers: Sequence[SignerRef]) -> None:
        """Create each missing key; a changed name or a nearly ended certificate gets a new one."""
        missing = [signer for signer in signers if not self._stands(signer)]
        if not missing:
            return
        with self._folder.lock():
            for signer in missing:
                if not self._stands(signer):
                    made = self._issue(Issuer.GOVERNMENT, subject_of(signer))
                    store(self._folder.holder_path(signer.key_id), made)

    def held(self, signer: SignerRef) -> KeyFile:
        """The signer's key and chain, created on first use."""
        self.ensure([signer])
        return load(self._folder.holder_path(signer.key_id))

    def revoke(self, serial: str, since: datetime) -> bool:
        """Put one of our own certificates on its authority's list; False for anybody else's."""
        path = self._folder.issued_path(Issuer.GOVERNMENT, int(serial, 16))
        if not path.exists():
            return False
        certificate = x509.load_der_x509_certificate(path.read_bytes())
        revoke(self._folder, Issuer.GOVERNMENT, certificate, since)
        return True

    def ensure_citizens(self, citizens: Iterable[Citizen], password: str) -> None:
        """Write the PKCS#12 of each sample citizen that has none, named by the personal number."""
        with self._folder.lock():
            for citizen in citizens:
                path = self._folder.citizen_path(citizen.citizen_id)
                if not path.exists():
                    made = self._issue(Issuer.CITIZENS, _citizen_subject(citizen))
                    data = _pkcs12(citizen.full_name, made, password)
                    write_atomically(path, data, private=True)

    def _stands(self, signer: SignerRef) -> bool:
        try:
            certificate = load(self._folder.holder_path(signer.key_id)).certificate
        except FileNotFoundError:
            return False
        ends = certificate.not_valid_after_utc - RENEW_BEFORE_END
        return certificate.subject == subject_of(signer) and self._now() < ends

    def _issue(self, issuer: Issuer, subject: x509.Name) -> KeyFile:
        authority = load(self._folder.authority_path(issuer))
        addresses = Addresses(base_address(self._folder), issuer)
        made = issue(subject, HOLDER, self._now(), authority, addresses)
        record(self._folder, issuer, made)
        return made


class NoKeys:
    """Implements `procedures.ports.Keys` where no authority is in our hands."""

    def ensure(self, signers: Sequence[SignerRef]) -> None:
        """Nothing: an administrator puts keys into their stores."""

    def revoke(self, serial: str, since: datetime) -> bool:
        """False: the authority is asked in writing."""
        del serial, since
        return False


def _citizen_subject(citizen: Citizen) -> x509.Name:
    return name(
        (NameOID.ORGANIZATIONAL_UNIT_NAME, TEST_UNIT),
        (NameOID.COMMON_NAME, citizen.full_name),
        (NameOID.USER_ID, f"CCCD:{citizen.citizen_id}"),
    )


def _pkcs12(friendly: str, made: KeyFile, password: str) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        friendly.encode(),
        made.key,
        made.certificate,
        list(made.chain[1:]),
        serialization.BestAvailableEncryption(password.encode()),
    )
