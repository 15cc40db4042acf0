"""The exact form of a signature's own bytes, which no signature covers.

A signature protects the file around it, not its own envelope: padding, the case of hexadecimal
digits, version numbers and enclosed certificates could be changed and it would still verify. A
paper is the very file that was issued, so its envelope must be as this system writes it.
"""

from collections.abc import Iterable, Sequence

from asn1crypto import algos, cms, parser
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from procedures.papers.der import NULL, SEQUENCE, explicit, integer, tlv
from procedures.papers.stamps import signer_first

_PLAIN = "v1"
_STAMP = "v3"


def is_exact(signature: EmbeddedPdfSignature, carried: Iterable[Certificate]) -> bool:
    """True when nothing in the envelope is other than it was made.

    `carried` are the certificates of the file's own store, which the seal does cover.
    """
    raw = _written_contents(signature)
    filled = signature.pkcs7_content
    padding = filled[parser.peek(filled) :]
    if raw != filled.hex().upper().encode() or any(padding):
        return False
    parts = _parts(signature)
    known = {certificate.dump() for certificate in carried}
    enclosed = [choice.dump() for part, _ in parts for choice in part["certificates"]]
    return bool(parts) and all(_plain(*part) for part in parts) and known.issuperset(enclosed)


def _written_contents(signature: EmbeddedPdfSignature) -> bytes:
    reader: PdfFileReader = signature.reader
    _, start, end, _ = (int(value) for value in signature.byte_range)
    reader.stream.seek(start)
    written: bytes = reader.stream.read(end - start)
    return written[1:-1] if written[:1] == b"<" and written[-1:] == b">" else b""


def _parts(signature: EmbeddedPdfSignature) -> Sequence[tuple[cms.SignedData, str]]:
    """The envelope with the one stamp in it, or the stamp that is all; each with its version."""
    signed: cms.SignedData = signature.signed_data
    attributes = signed["signer_infos"][0]["unsigned_attrs"]
    beside = [value for attribute in attributes for value in attribute["values"]]
    if signature.sig_object_type == "/DocTimeStamp":
        return [] if beside else [(signed, _STAMP)]
    if len(beside) != 1:
        return []
    return [(signed, _PLAIN), (beside[0]["content"], _STAMP)]


def _plain(signed: cms.SignedData, version: str) -> bool:
    (info,) = signed["signer_infos"]
    digests = [algorithm.dump() for algorithm in signed["digest_algorithms"]]
    signer = signer_first(signed)[0]
    return (
        # Elsewhere names are compared without regard to case; here each byte counts.
        info["sid"].chosen["issuer"].dump() == signer.issuer.dump()
        and signed["version"].native == version
        and info["version"].native == _PLAIN
        and digests == [info["digest_algorithm"].dump()]
        and _plainly_named(info["signature_algorithm"])
        and not len(signed["crls"])
    )


def _plainly_named(algorithm: algos.SignedDigestAlgorithm) -> bool:
    """Whether the name of the scheme has no octet that could be another and mean the same.

    What has no parameters says so by NULL or by nothing: programs do either (RFC 4055, 2.1).
    """
    name = algorithm["algorithm"]
    if name.native == "rsassa_pss":
        written = [_parameters(algorithm["parameters"], nothing) for nothing in (NULL, b"")]
    else:
        written = [NULL, b""]
    return algorithm.dump() in [tlv(SEQUENCE, name.dump(), one) for one in written]


def _parameters(told: algos.RSASSAPSSParams, nothing: bytes) -> bytes:
    mask = told["mask_gen_algorithm"]
    digest, masked = (
        tlv(SEQUENCE, one["algorithm"].dump(), nothing)
        for one in (told["hash_algorithm"], mask["parameters"])
    )
    return tlv(
        SEQUENCE,
        explicit(0, digest),
        explicit(1, tlv(SEQUENCE, mask["algorithm"].dump(), masked)),
        explicit(2, integer(told["salt_length"].native)),
    )
