"""A certificate that comes from outside: read, its key judged, a signature of it checked."""

from collections.abc import Sequence

from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from procedures.errors import N_
from procedures.papers.pens import Signature, largest_signature, recognised
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
    key = _plain(certificate).public_key()
    if isinstance(key, rsa.RSAPublicKey) and key.key_size in _RSA_BITS:
        return
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES:
        return
    raise CannotSign(WEAK_KEY)


def longest_signature(certificate: Certificate) -> Signature:
    """One as long as the key's longest signature in the envelope."""
    return largest_signature(_plain(certificate))


def own_signature(certificate: Certificate, data: bytes, value: bytes) -> Signature | None:
    """The signature as the envelope holds it, when it is the certificate's own over the data."""
    plain = _plain(certificate)
    key = plain.public_key()
    shapes = [value]
    if isinstance(key, ec.EllipticCurvePublicKey) and len(value) == 2 * (key.key_size // 8):
        halves = (value[: key.key_size // 8], value[key.key_size // 8 :])
        shapes.append(encode_dss_signature(*(int.from_bytes(half, "big") for half in halves)))
    found = (recognised(plain, shape, data) for shape in shapes)
    return next((own for own in found if own is not None), None)


def _plain(certificate: Certificate) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate.dump())
