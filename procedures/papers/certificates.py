"""A certificate that comes from outside: read, its key judged, a signature of it checked."""

from collections.abc import Sequence

from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from procedures.errors import N_
from procedures.ports import CannotSign

UNREADABLE = N_("Không đọc được chứng thư số. Hãy kiểm tra lại tệp hoặc dùng cách ký khác.")
WEAK_KEY = N_(
    "Khóa của chứng thư số này không thuộc loại được nhận (RSA từ 2048 bit, hoặc ECDSA P-256, "
    "P-384). Hãy dùng chứng thư số khác."
)
MOST_CERTIFICATES = 10
LARGEST_CERTIFICATE = 16 * 1024
_RSA_BITS = range(2048, 4097)
_CURVES = frozenset({"secp256r1", "secp384r1"})
_HASH = hashes.SHA256()


def certificates_of(chain: Sequence[bytes]) -> list[Certificate]:
    """The certificates, the first one given first; raises `CannotSign` for what is none."""
    if not 0 < len(chain) <= MOST_CERTIFICATES or max(map(len, chain)) > LARGEST_CERTIFICATE:
        raise CannotSign(UNREADABLE)
    try:
        for der in chain:
            x509.load_der_x509_certificate(der).public_key()
        found = [Certificate.load(der, strict=True) for der in chain]
        for certificate in found:
            # Parsed when first asked for; a stranger's fault shall show here and not later.
            _ = certificate.native
    except Exception as fault:
        raise CannotSign(UNREADABLE) from fault
    return found


def fit_key(certificate: Certificate) -> None:
    """Raise `CannotSign` unless the key is one that may sign."""
    key = _public(certificate)
    if isinstance(key, rsa.RSAPublicKey) and key.key_size in _RSA_BITS:
        return
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES:
        return
    raise CannotSign(WEAK_KEY)


def longest_signature(certificate: Certificate) -> int:
    """Octets of the key's longest signature as the envelope holds it."""
    key = _public(certificate)
    octets = (key.key_size + 7) // 8
    # Two numbers, each with a head of two octets and a sign, under a head of at most three.
    return octets if isinstance(key, rsa.RSAPublicKey) else 2 * (octets + 3) + 3


def is_own(certificate: Certificate, data: bytes, signature: bytes) -> bytes | None:
    """The signature as the envelope holds it, when it is the certificate's own over the data."""
    key = _public(certificate)
    if isinstance(key, rsa.RSAPublicKey):
        return signature if _rsa_holds(key, data, signature) else None
    octets = (key.key_size + 7) // 8
    shapes = [signature]
    if len(signature) == 2 * octets:
        halves = (signature[:octets], signature[octets:])
        shapes.append(encode_dss_signature(*(int.from_bytes(half, "big") for half in halves)))
    return next((shape for shape in shapes if _ec_holds(key, data, shape)), None)


def _public(certificate: Certificate) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey:
    key = x509.load_der_x509_certificate(certificate.dump()).public_key()
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise CannotSign(WEAK_KEY)
    return key


def _rsa_holds(key: rsa.RSAPublicKey, data: bytes, signature: bytes) -> bool:
    try:
        key.verify(signature, data, padding.PKCS1v15(), _HASH)
    except InvalidSignature:
        return False
    return True


def _ec_holds(key: ec.EllipticCurvePublicKey, data: bytes, signature: bytes) -> bool:
    try:
        key.verify(signature, data, ec.ECDSA(_HASH))
    except InvalidSignature:
        return False
    return True
