"""Signs a declaration as a citizen's own tool would: PAdES B-B with the key of a PKCS#12 file."""

import asyncio
from io import BytesIO

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from procedures.papers.pki_folder import KeyFile
from procedures.papers.signing import HeldSigner, PaperWriter

CITIZEN_FIELD = "ChuKyNguoiKhai"


def sign_as_citizen(pdf: bytes, p12: bytes, password: str) -> bytes:
    """The signed file, an incremental update of the given one.

    Raises ValueError for a wrong password or a file without a P-256 key.
    """
    signer = HeldSigner(_open(p12, password))
    meta = PdfSignatureMetadata(
        field_name=CITIZEN_FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    field = SigFieldSpec(CITIZEN_FIELD, readable_field_name="Chữ ký của người khai")
    signed = PdfSigner(meta, signer=signer, new_field_spec=field).async_sign_pdf(
        PaperWriter(BytesIO(pdf)), bytes_reserved=signer.room()
    )
    return bytes(asyncio.run(signed).getvalue())


def _open(p12: bytes, password: str) -> KeyFile:
    key, certificate, others = pkcs12.load_key_and_certificates(p12, password.encode())
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate is None:
        raise ValueError(type(key).__name__)
    return KeyFile(key, (certificate, *others))
