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

WEAKEST_RSA = 2048
UNFIT = N_("Khóa ký không thuộc loại được dùng (ECDSA P-256, P-384 hoặc RSA từ 2048 bit).")
OVER = N_("Chứng thư số của khóa ký đã hết hạn hoặc chưa có hiệu lực. Hãy cài chứng thư số mới.")
NOT_ITS_OWN = N_("Chứng thư số không phải của khóa ký trong cùng kho. Hãy cài lại khóa.")

_CURVES = frozenset({"secp256r1", "secp384r1"})

PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey


class Pen(Protocol):
    """One key with its certificate chain, the holder's own certificate first.

    `sign` gives the signature of the data by SHA-256 as CMS carries it: ECDSA in DER, or RSA by
    PKCS #1 v1.5; it raises `Unavailable` when the key cannot be reached.
    """

    @property
    def chain(self) -> Sequence[x509.Certificate]: ...

    @property
    def store(self) -> str: ...

    def sign(self, data: bytes) -> bytes: ...


class PenCase(Protocol):
    """Where pens are kept."""

    def held(self, signer: SignerRef) -> Pen:
        """The signer's pen; raises `Unavailable` with the reason an administrator can act on."""


@dataclass(frozen=True, slots=True)
class SoftPen:
    """A key in the worker's memory."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    chain: tuple[x509.Certificate, ...]
    store: str

    def sign(self, data: bytes) -> bytes:
        """The signature of the data."""
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(data, ec.ECDSA(hashes.SHA256()))


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


def verifies(certificate: x509.Certificate, signature: bytes, data: bytes) -> bool:
    """Whether the signature of the data is by the certificate's key."""
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def largest_signature(certificate: x509.Certificate) -> int:
    """Bytes that a signature of the certificate's key takes at most."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size // 8
    assert isinstance(key, ec.EllipticCurvePublicKey)
    # Two whole numbers in DER, each with a header and perhaps a leading zero, in a sequence.
    return 2 * (key.key_size // 8 + 3) + 4
