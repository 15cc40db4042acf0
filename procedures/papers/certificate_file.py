"""Reads the certificate of an authority that an administrator brings, and nothing else."""

import hashlib
import re
from contextlib import suppress

from asn1crypto.pkcs12 import Pfx
from asn1crypto.x509 import Certificate as Asn1Certificate
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_der_private_key

from procedures.anchors import MOST_BYTES, Certificate, unfit
from procedures.errors import N_
from procedures.papers.identity import holder_name

NOTHING = N_("Hãy chọn tệp chứng thư hoặc dán nội dung PEM.")
TOO_LARGE = N_("Tệp lớn hơn {most} byte nên không phải là một chứng thư.")
NOT_ONE = N_("Đây không phải là một chứng thư X.509 (tệp .pem, .crt hoặc .cer).")
SEVERAL = N_("Tệp có {count} chứng thư. Mỗi lần chỉ đề nghị một chứng thư; hãy tách tệp.")
PRIVATE = N_(
    "Tệp có khóa bí mật nên đã bị từ chối và không được lưu lại. Chỉ nộp chứng thư. Khóa đã gửi "
    "qua đường này coi như bị lộ; hãy báo người giữ khóa."
)
_ARMOR = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----")
_BITS = ("key_cert_sign", "crl_sign", "digital_signature", "content_commitment")


class AuthorityReader:
    """Implements `procedures.anchors.CertificateReader`."""

    def read(self, data: bytes) -> Certificate:
        """What the one certificate in the file says; raises `Incomplete` beside the file."""
        if not data.strip():
            raise unfit(NOTHING)
        if len(data) > MOST_BYTES:
            raise unfit(TOO_LARGE, most=MOST_BYTES)
        if _has_private_key(data):
            raise unfit(PRIVATE)
        found = _certificates(data)
        if len(found) > 1:
            raise unfit(SEVERAL, count=len(found))
        try:
            return _told(found[0])
        # What lies in a stranger's certificate may break whatever reads it.
        except Exception as fault:
            raise unfit(NOT_ONE) from fault

    def issued(self, issuer: bytes, subject: bytes) -> bool:
        """Whether the first (DER) issued and signed the second."""
        try:
            below = x509.load_der_x509_certificate(subject)
            below.verify_directly_issued_by(x509.load_der_x509_certificate(issuer))
        except (ValueError, TypeError, InvalidSignature):
            return False
        return True


def _has_private_key(data: bytes) -> bool:
    if any(b"PRIVATE KEY" in label for label in _ARMOR.findall(data)):
        return True
    try:
        load_der_private_key(data, None)
    except TypeError:  # it is one, under a password
        return True
    except Exception:  # noqa: BLE001, S110 - whatever it is, it is no key
        pass
    else:
        return True
    with suppress(Exception):
        return bool(Pfx.load(data, strict=True)["version"].native == "v3")
    return False


def _certificates(data: bytes) -> list[x509.Certificate]:
    try:
        if _ARMOR.search(data):
            return x509.load_pem_x509_certificates(data)
        return [x509.load_der_x509_certificate(data)]
    except ValueError as fault:
        raise unfit(NOT_ONE) from fault


def _told(found: x509.Certificate) -> Certificate:
    der = found.public_bytes(Encoding.DER)
    return Certificate(
        der=der,
        sha256=hashlib.sha256(der).hexdigest(),
        name=holder_name(Asn1Certificate.load(der, strict=True)),
        subject=found.subject.rfc4514_string(),
        issuer=found.issuer.rfc4514_string(),
        serial=f"{found.serial_number:x}",
        not_before=found.not_valid_before_utc,
        not_after=found.not_valid_after_utc,
        key=_key(found),
        digest=found.signature_hash_algorithm.name if found.signature_hash_algorithm else "",
        usages=_usages(found),
        is_authority=_is_authority(found),
        is_root=_signed_itself(found),
    )


def _key(found: x509.Certificate) -> str:
    key = found.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA {key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"EC {key.key_size}"
    return type(key).__name__.removesuffix("PublicKey").lstrip("_")


def _usages(found: x509.Certificate) -> tuple[str, ...]:
    try:
        usage = found.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(bit for bit in _BITS if getattr(usage, bit))


def _is_authority(found: x509.Certificate) -> bool:
    try:
        basic = found.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        return False
    usages = _usages(found)
    return basic.ca and (not usages or "key_cert_sign" in usages)


def _signed_itself(found: x509.Certificate) -> bool:
    try:
        found.verify_directly_issued_by(found)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
