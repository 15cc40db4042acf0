"""Certificates of every kind that a test asks for, issued by the tests' own authorities."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509.oid import AuthorityInformationAccessOID as Access
from cryptography.x509.oid import NameOID

from procedures.papers.keys import subject_of
from procedures.papers.pens import PublicKey, SoftPen
from procedures.papers.pki_authorities import TEST_UNIT, Issuer, base_address, record
from procedures.papers.pki_folder import KeyFile, PkiFolder, load
from procedures.papers.pki_issue import HOLDER, Addresses, extensions, name
from procedures.ports import SignerRef
from procedures.schemes import Scheme

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@dataclass(frozen=True, slots=True)
class Holding:
    """A key with its chain, the holder's certificate first."""

    key: Key
    certificates: tuple[x509.Certificate, ...]

    @property
    def chain(self) -> list[bytes]:
        """The certificates as DER."""
        return [certificate.public_bytes(Encoding.DER) for certificate in self.certificates]

    def sign(self, data: bytes, by_rsa: Scheme = Scheme.PSS) -> bytes:
        """With SHA-256; an elliptic signature as DER."""
        return SoftPen(self.key, self.certificates, "", by_rsa).sign(data).value

    def p12(self, password: str, *, old: bool = False) -> bytes:
        """A PKCS#12 file, of today's kind or as old tools wrote it (3DES, SHA-1)."""
        lock: serialization.KeySerializationEncryption
        lock = serialization.BestAvailableEncryption(password.encode())
        if old:
            lock = (
                serialization.PrivateFormat.PKCS12.encryption_builder()
                .kdf_rounds(2000)
                .key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
                .hmac_hash(hashes.SHA1())  # noqa: S303 - what old tools wrote
                .build(password.encode())
            )
        own, *others = self.certificates
        return pkcs12.serialize_key_and_certificates(b"chu ky", self.key, own, others, lock)


def holding(
    folder: PkiFolder,
    key: Key,
    citizen: tuple[str, str],
    now: datetime,
    *,
    ended: bool = False,
    usage: frozenset[str] = HOLDER.usage,
) -> Holding:
    """A certificate of the citizen (name, number), known to its responder."""
    authority = load(folder.authority_path(Issuer.CITIZENS))
    addresses = Addresses(base_address(folder), Issuer.CITIZENS)
    begins = now - timedelta(days=900 if ended else 1)
    access = [
        x509.AccessDescription(Access.OCSP, x509.UniformResourceIdentifier(addresses.ocsp)),
    ]
    subject = name(
        (NameOID.ORGANIZATIONAL_UNIT_NAME, TEST_UNIT),
        (NameOID.COMMON_NAME, citizen[0]),
        (NameOID.USER_ID, f"CCCD:{citizen[1]}"),
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(authority.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=730))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{use: use in usage for use in USAGES}), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()),
            critical=False,
        )
        .add_extension(x509.AuthorityInformationAccess(access), critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    chain = (certificate, *authority.chain)
    # The responder is told of certificates and never looks at this key.
    record(folder, Issuer.CITIZENS, KeyFile(authority.key, chain))
    return Holding(key, chain)


def certified(
    folder: Path, signer: SignerRef, key: Key | x509.Certificate, *, late: bool = False
) -> tuple[x509.Certificate, ...]:
    """The chain of a signer's certificate by the tests' authority; a late one has ended.

    A certificate of somebody else's stands for its key.
    """
    public = key.public_key()
    assert isinstance(public, PublicKey)
    served = PkiFolder(folder)
    issuer = load(served.authority_path(Issuer.GOVERNMENT))
    began = datetime.now(UTC) - timedelta(days=2000 if late else 1)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject_of(signer))
        .issuer_name(issuer.certificate.subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + timedelta(days=900))
    )
    addresses = Addresses(base_address(served), Issuer.GOVERNMENT)
    for extension, critical in extensions(HOLDER, public, issuer.key, addresses):
        builder = builder.add_extension(extension, critical)
    certificate = builder.sign(issuer.key, hashes.SHA256())
    chain = (certificate, *issuer.chain)
    record(served, Issuer.GOVERNMENT, KeyFile(issuer.key, chain))
    return chain
