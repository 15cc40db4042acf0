"""What a signer asks of a key, wherever the key is kept: its certificates, and one signature.

A key in a security module never comes here; only what it signed does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from procedures.errors import N_, Unavailable
from procedures.ports import SignerRef
from procedures.schemes import PSS_SALT, Scheme

WEAKEST_RSA = 2048
UNFIT = N_("Khóa ký không thuộc loại được dùng (ECDSA P-256, P-384 hoặc RSA từ 2048 bit).")
OVER = N_("Chứng thư số của khóa ký đã hết hạn hoặc chưa có hiệu lực. Hãy cài chứng thư số mới.")
NOT_ITS_OWN = N_("Chứng thư số không phải của khóa ký trong cùng kho. Hãy cài lại khóa.")

_CURVES = frozenset({"secp256r1", "secp384r1"})

PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature by SHA-256 as CMS carries it, ECDSA in DER, and the scheme that CMS names."""

    scheme: Scheme
    value: bytes


class Pen(Protocol):
    """One key with its certificate chain, the holder's own certificate first.

    `sign` gives the signature of the data; it raises `Unavailable` when the key cannot be reached.
    """

    @property
    def chain(self) -> Sequence[x509.Certificate]: ...

    @property
    def store(self) -> str: ...

    def sign(self, data: bytes) -> Signature: ...


class PenCase(Protocol):
    """Where pens are kept."""

    def held(self, signer: SignerRef) -> Pen:
        """The signer's pen; raises `Unavailable` with the reason an administrator can act on."""


@dataclass(frozen=True, slots=True)
class SoftPen:
    """A key in the worker's memory; `by_rsa` is how it signs when it is an RSA key."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    chain: tuple[x509.Certificate, ...]
    store: str
    by_rsa: Scheme = Scheme.PSS

    def sign(self, data: bytes) -> Signature:
        """The signature of the data."""
        if isinstance(self.key, rsa.RSAPrivateKey):
            value = self.key.sign(data, _padding(self.by_rsa), hashes.SHA256())
            return Signature(self.by_rsa, value)
        return Signature(Scheme.ECDSA, self.key.sign(data, ec.ECDSA(hashes.SHA256())))


def fit(certificate: x509.Certificate, now: datetime) -> PublicKey:
    """The public key of a certificate that may sign papers now; raises `Unavailable`."""
    key = certificate.public_key()
    good = (isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES) or (
        isinstance(key, rsa.RSAPublicKey) and key.key_size >= WEAKEST_RSA
    )
    if not good:
        raise Unavailable(UNFIT)
    if not certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc:
        raise Unavailable(OVER)
    assert isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey)
    return key


def verifies(certificate: x509.Certificate, signature: Signature, data: bytes) -> bool:
    """Whether the signature of the data is by the certificate's key."""
    key = certificate.public_key()
    if signature.scheme not in _schemes(key):
        return False
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature.value, data, _padding(signature.scheme), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature.value, data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def recognised(certificate: x509.Certificate, value: bytes, data: bytes) -> Signature | None:
    """The signature that somebody else's program made, if it is the key's own over the data.

    The scheme is found out: not every program says or may be told by which one it signs.
    """
    made = (Signature(scheme, value) for scheme in _schemes(certificate.public_key()))
    return next((one for one in made if verifies(certificate, one, data)), None)


def largest_signature(certificate: x509.Certificate) -> Signature:
    """A signature of zeros that takes as many bytes in its envelope as any of the key may."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        # PSS names its parameters as well.
        return Signature(Scheme.PSS, bytes(key.key_size // 8))
    assert isinstance(key, ec.EllipticCurvePublicKey)
    # Two whole numbers in DER, each with a header and perhaps a leading zero, in a sequence.
    return Signature(Scheme.ECDSA, bytes(2 * (key.key_size // 8 + 3) + 4))


def _schemes(key: object) -> tuple[Scheme, ...]:
    if isinstance(key, rsa.RSAPublicKey):
        return (Scheme.PSS, Scheme.PKCS1)
    return (Scheme.ECDSA,) if isinstance(key, ec.EllipticCurvePublicKey) else ()


def _padding(scheme: Scheme) -> padding.AsymmetricPadding:
    if scheme is Scheme.PKCS1:
        return padding.PKCS1v15()
    return padding.PSS(padding.MGF1(hashes.SHA256()), PSS_SALT)
