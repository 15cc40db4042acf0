"""What the signatures of a file say of how they were made, read by another library."""

from io import BytesIO

from asn1crypto import algos
from pyhanko.pdf_utils.reader import PdfFileReader

from procedures.schemes import Scheme

_PSS = {
    "hash_algorithm": {"algorithm": "sha256", "parameters": None},
    "mask_gen_algorithm": {
        "algorithm": "mgf1",
        "parameters": {"algorithm": "sha256", "parameters": None},
    },
    "salt_length": 32,
    "trailer_field": "trailer_field_bc",
}
_NAMES = {"sha256_ecdsa": Scheme.ECDSA, "sha256_rsa": Scheme.PKCS1, "rsassa_pss": Scheme.PSS}


def names_in(pdf: bytes) -> list[algos.SignedDigestAlgorithm]:
    """The signature algorithm of each signature and archive time stamp, in their order."""
    signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return [one.signer_info["signature_algorithm"] for one in signatures]


def schemes_in(pdf: bytes) -> list[Scheme]:
    """The same in our words; RSASSA-PSS with other parameters than ours is none of them."""
    names = names_in(pdf)
    found = [_NAMES[name["algorithm"].native] for name in names]
    for scheme, name in zip(found, names, strict=True):
        assert name["parameters"].native == (_PSS if scheme is Scheme.PSS else None)
    return found
