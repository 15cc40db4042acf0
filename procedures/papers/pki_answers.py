"""What the test authorities answer: certificate status, revocation lists and time stamps.

certomancer could serve all three from its own registry, but it signs its certificates anew at
every start and reads its registry once. Here the registry is the folder, read for each question: a
certificate issued by another process a moment ago is known, and nothing needs a restart.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp

from procedures.papers.pki_authorities import RESPONDER_OF, newest_stamper
from procedures.papers.pki_folder import KeyFile, PkiFolder, load
from procedures.papers.pki_stamp import StampPress

OCSP_LIFE = timedelta(hours=12)
CRL_LIFE = timedelta(days=7)
# A verifier whose clock is a little behind must not take an answer for one from the future.
_SLACK = timedelta(seconds=30)


class Answers:
    """The services of one PKI folder; `now` is the only clock."""

    def __init__(self, folder: PkiFolder, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now
        self._files: dict[str, KeyFile] = {}
        self._stampers: dict[str, StampPress] = {}

    def status(self, issuer: str, request: bytes) -> bytes:
        """The OCSP response, DER; malformed and foreign questions get the protocol's own errors."""
        try:
            asked = ocsp.load_der_ocsp_request(request)
        except ValueError:
            return _refusal(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
        if not _asks_about(asked, self._file(issuer).certificate):
            return _refusal(ocsp.OCSPResponseStatus.UNAUTHORIZED)
        return self._sign_status(issuer, asked)

    def revocation_list(self, authority: str) -> bytes:
        """The authority's current revocation list, DER."""
        now = self._now()
        issuer = self._file(authority)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer.certificate.subject)
            .last_update(now - _SLACK)
            .next_update(now + CRL_LIFE)
            .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()),
                critical=False,
            )
        )
        for serial, since in self._revoked(authority):
            entry = x509.RevokedCertificateBuilder(serial, since)
            builder = builder.add_revoked_certificate(entry.build())
        signed = builder.sign(issuer.key, hashes.SHA256())
        return signed.public_bytes(serialization.Encoding.DER)

    def stamp(self, request: bytes) -> bytes:
        """The RFC 3161 response, DER; raises ValueError for what is no request."""
        name = newest_stamper(self._folder)
        if name not in self._stampers:
            self._stampers[name] = StampPress(self._file(name))
        return self._stampers[name].answer(request, self._now())

    def certificate(self, authority: str) -> bytes:
        """The authority's own certificate, DER."""
        certificate = self._file(authority).certificate
        return certificate.public_bytes(serialization.Encoding.DER)

    def _file(self, name: str) -> KeyFile:
        if name not in self._files:
            self._files[name] = load(self._folder.authority_path(name))
        return self._files[name]

    def _sign_status(self, issuer: str, asked: ocsp.OCSPRequest) -> bytes:
        now = self._now()
        responder = self._file(RESPONDER_OF[issuer])
        status, since = self._status_of(issuer, asked.serial_number)
        builder = (
            ocsp.OCSPResponseBuilder()
            .add_response_by_hash(
                asked.issuer_name_hash,
                asked.issuer_key_hash,
                asked.serial_number,
                asked.hash_algorithm,
                status,
                now - _SLACK,
                now + OCSP_LIFE,
                since,
                None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, responder.certificate)
            .certificates([responder.certificate])
        )
        for extension in asked.extensions:
            if isinstance(extension.value, x509.OCSPNonce):
                builder = builder.add_extension(extension.value, critical=False)
        signed = builder.sign(responder.key, hashes.SHA256())
        return signed.public_bytes(serialization.Encoding.DER)

    def _status_of(self, issuer: str, serial: int) -> tuple[ocsp.OCSPCertStatus, datetime | None]:
        for revoked, since in self._revoked(issuer):
            if revoked == serial:
                return ocsp.OCSPCertStatus.REVOKED, since
        if self._folder.issued_path(issuer, serial).exists():
            return ocsp.OCSPCertStatus.GOOD, None
        return ocsp.OCSPCertStatus.UNKNOWN, None

    def _revoked(self, authority: str) -> list[tuple[int, datetime]]:
        folder = self._folder.revoked_folder(authority)
        if not folder.is_dir():
            return []
        return [
            (int(path.name, 16), datetime.fromisoformat(path.read_text("ascii")).astimezone(UTC))
            for path in sorted(folder.iterdir())
            if not path.name.startswith(".")
        ]


def _asks_about(asked: ocsp.OCSPRequest, issuer: x509.Certificate) -> bool:
    known = ocsp.OCSPRequestBuilder().add_certificate(issuer, issuer, asked.hash_algorithm).build()
    return asked.issuer_key_hash == known.issuer_key_hash


def _refusal(status: ocsp.OCSPResponseStatus) -> bytes:
    refused = ocsp.OCSPResponseBuilder.build_unsuccessful(status)
    return refused.public_bytes(serialization.Encoding.DER)
