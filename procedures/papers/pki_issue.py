"""Certificates of the test PKI, by the profiles of RFC 5280; P-256 throughout."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID as Access
from cryptography.x509.oid import ExtendedKeyUsageOID as Purpose
from cryptography.x509.oid import NameOID

from procedures.papers.pens import PublicKey
from procedures.papers.pki_folder import KeyFile

CRITICAL = True
YEAR = timedelta(days=366)
# A clock that runs a little behind must not refuse a certificate made a moment ago.
_SLACK = timedelta(minutes=10)
_NAME_LIMIT = 64


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a certificate says its issuer answers."""

    base: str
    issuer: str

    @property
    def ocsp(self) -> str:
        """Where the issuer's responder listens."""
        return f"{self.base}/ocsp/{self.issuer}"

    @property
    def crl(self) -> str:
        """Where the issuer's revocation list is."""
        return f"{self.base}/crl/{self.issuer}.crl"

    @property
    def certificate(self) -> str:
        """Where the issuer's own certificate is."""
        return f"{self.base}/certs/{self.issuer}.crt"


@dataclass(frozen=True, slots=True)
class Profile:
    """What a certificate may be used for and how long it lives."""

    years: int
    usage: frozenset[str]
    purposes: tuple[x509.ObjectIdentifier, ...] = ()
    path_length: int | None = None
    authority: bool = False
    no_check: bool = False
    answers_by: frozenset[str] = frozenset()


ROOT = Profile(30, frozenset({"key_cert_sign", "crl_sign"}), authority=True)
ISSUING = Profile(
    25,
    frozenset({"key_cert_sign", "crl_sign"}),
    path_length=0,
    authority=True,
    answers_by=frozenset({"crl"}),
)
RESPONDER = Profile(
    24, frozenset({"digital_signature"}), purposes=(Purpose.OCSP_SIGNING,), no_check=True
)
# An OCSP answer speaks of one stamper; a later list would speak of those that ended before it, too.
STAMPER = Profile(
    24,
    frozenset({"digital_signature"}),
    purposes=(Purpose.TIME_STAMPING,),
    answers_by=frozenset({"ocsp", "crl"}),
)
HOLDER = Profile(
    3,
    frozenset({"digital_signature", "content_commitment"}),
    answers_by=frozenset({"ocsp", "crl"}),
)


def new_key() -> ec.EllipticCurvePrivateKey:
    """A fresh P-256 key."""
    return ec.generate_private_key(ec.SECP256R1())


def name(*parts: tuple[x509.ObjectIdentifier, str]) -> x509.Name:
    """A subject in Viet Nam; empty parts are left out, long ones are cut to X.520's limit."""
    attributes = [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")]
    attributes += [x509.NameAttribute(oid, _fitting(value)) for oid, value in parts if value]
    return x509.Name(attributes)


def _fitting(value: str) -> str:
    """The value within 64 bytes of UTF-8, never ending in half a letter."""
    return value.encode()[:_NAME_LIMIT].decode(errors="ignore").rstrip()


def issue(
    subject: x509.Name,
    profile: Profile,
    now: datetime,
    issuer: KeyFile | None = None,
    addresses: Addresses | None = None,
) -> KeyFile:
    """A new key with its certificate; without an issuer it signs itself."""
    key = new_key()
    signing_key = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SLACK)
        .not_valid_after(now + profile.years * YEAR)
    )
    for extension, critical in extensions(profile, key.public_key(), signing_key, addresses):
        builder = builder.add_extension(extension, critical)
    certificate = builder.sign(signing_key, hashes.SHA256())
    return KeyFile(key, (certificate, *(issuer.chain if issuer else ())))


def extensions(
    profile: Profile,
    key: PublicKey,
    signing_key: ec.EllipticCurvePrivateKey,
    addresses: Addresses | None,
) -> Iterable[tuple[x509.ExtensionType, bool]]:
    """What a certificate of the profile says, and whether it must be understood."""
    yield x509.BasicConstraints(profile.authority, profile.path_length), CRITICAL
    yield _key_usage(profile.usage), CRITICAL
    yield x509.SubjectKeyIdentifier.from_public_key(key), not CRITICAL
    yield (
        x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()),
        not CRITICAL,
    )
    if profile.purposes:
        yield x509.ExtendedKeyUsage(profile.purposes), Purpose.TIME_STAMPING in profile.purposes
    if profile.no_check:
        yield x509.OCSPNoCheck(), not CRITICAL
    if addresses is not None:
        yield from _pointers(profile, addresses)


def _pointers(profile: Profile, addresses: Addresses) -> Iterable[tuple[x509.ExtensionType, bool]]:
    access = [
        x509.AccessDescription(
            Access.CA_ISSUERS, x509.UniformResourceIdentifier(addresses.certificate)
        )
    ]
    if "ocsp" in profile.answers_by:
        url = x509.UniformResourceIdentifier(addresses.ocsp)
        access.append(x509.AccessDescription(Access.OCSP, url))
    yield x509.AuthorityInformationAccess(access), not CRITICAL
    if "crl" in profile.answers_by:
        point = x509.DistributionPoint(
            [x509.UniformResourceIdentifier(addresses.crl)], None, None, None
        )
        yield x509.CRLDistributionPoints([point]), not CRITICAL


def _key_usage(wanted: frozenset[str]) -> x509.KeyUsage:
    every = (
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
    return x509.KeyUsage(**{usage: usage in wanted for usage in every})
