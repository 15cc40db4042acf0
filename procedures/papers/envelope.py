"""The envelope of a PAdES signature (CMS, RFC 5652; EN 319 122-1), written by hand as DER.

Signed are the content type, the digest of the file and the digest of the signer's certificate;
beside the signature stands the time stamp over it. A time stamp's own envelope is the same, but
that it carries what it signs.
"""

import hashlib
from collections.abc import Callable, Sequence

from asn1crypto import algos, cms, parser, tsp
from asn1crypto.x509 import Certificate

from procedures.papers.der import (
    OCTET_STRING,
    SEQUENCE,
    SET,
    explicit,
    inside,
    integer,
    set_of,
    tlv,
)
from procedures.papers.pens import Signature
from procedures.schemes import PSS_PARAMETERS, Scheme

_SIGNED_DATA = cms.ContentType("signed_data").dump()
_CONTENT_TYPE = cms.CMSAttributeType("content_type").dump()
_MESSAGE_DIGEST = cms.CMSAttributeType("message_digest").dump()
_SIGNING_CERTIFICATE = cms.CMSAttributeType("signing_certificate_v2").dump()
_STAMP = cms.CMSAttributeType("signature_time_stamp_token").dump()
_SHA256 = algos.DigestAlgorithm({"algorithm": "sha256"}).dump()
_ALGORITHMS = {
    Scheme.ECDSA: algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}).dump(),
    Scheme.PKCS1: algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}).dump(),
    Scheme.PSS: tlv(SEQUENCE, algos.SignedDigestAlgorithmId("rsassa_pss").dump(), PSS_PARAMETERS),
}
_DIRECTORY_NAME = 4


class Envelope:
    """What all signatures of one certificate have in common, encoded once.

    `kind` is the content type of what is signed, by asn1crypto's name.
    """

    def __init__(
        self, certificate: Certificate, enclosed: Sequence[Certificate], kind: str = "data"
    ) -> None:
        self._kind = cms.ContentType(kind).dump()
        self._version = integer(1 if kind == "data" else 3)  # RFC 5652, 5.1
        issuer = certificate.issuer.dump()
        serial = integer(certificate.serial_number)
        self._signer = tlv(SEQUENCE, issuer, serial)
        self._certificates = explicit(0, *sorted({c.dump() for c in (certificate, *enclosed)}))
        general_names = tlv(SEQUENCE, explicit(_DIRECTORY_NAME, issuer))
        # A stamp names its certificate by digest alone (RFC 5816): it is never far away.
        named = (tlv(SEQUENCE, general_names, serial),) if kind == "data" else ()
        digest = tlv(OCTET_STRING, hashlib.sha256(certificate.dump()).digest())
        identifier = tlv(SEQUENCE, digest, *named)
        self._signing_certificate = _attribute(
            _SIGNING_CERTIFICATE, tlv(SEQUENCE, tlv(SEQUENCE, identifier))
        )

    def signed_attributes(self, digest: bytes) -> bytes:
        """The SET that is signed, for a file of this SHA-256 digest."""
        return set_of(
            _attribute(_CONTENT_TYPE, self._kind),
            _attribute(_MESSAGE_DIGEST, tlv(OCTET_STRING, digest)),
            self._signing_certificate,
        )

    def close(
        self,
        signed_attributes: bytes,
        signature: Signature,
        stamp: bytes | None,
        content: bytes | None = None,
    ) -> bytes:
        """The whole ContentInfo; with `content` it carries what was signed."""
        carried = (explicit(0, tlv(OCTET_STRING, content)),) if content is not None else ()
        unsigned = (explicit(1, _attribute(_STAMP, stamp)),) if stamp is not None else ()
        info = tlv(
            SEQUENCE,
            integer(1),
            self._signer,
            _SHA256,
            b"\xa0" + signed_attributes[1:],
            _ALGORITHMS[signature.scheme],
            tlv(OCTET_STRING, signature.value),
            *unsigned,
        )
        signed = tlv(
            SEQUENCE,
            self._version,
            tlv(SET, _SHA256),
            tlv(SEQUENCE, self._kind, *carried),
            self._certificates,
            tlv(SET, info),
        )
        return tlv(SEQUENCE, _SIGNED_DATA, explicit(0, signed))


def with_stamp(closed: bytes, stamp: Callable[[bytes], bytes]) -> bytes:
    """A closed envelope of ours with the time stamp that `stamp` gives for its signature.

    Raises ValueError for what `Envelope.close` did not write, or wrote with a stamp.
    """
    kind, content = inside(closed)
    (signed,) = inside(content)
    *before, infos = inside(signed)
    (info,) = inside(infos)
    *about, signature = inside(info)
    tag, value = signature[0], parser.parse(signature, strict=True)[4]
    if tag != OCTET_STRING:
        raise ValueError(tag)
    beside = explicit(1, _attribute(_STAMP, stamp(value)))
    stamped = tlv(SEQUENCE, *about, signature, beside)
    return tlv(SEQUENCE, kind, explicit(0, tlv(SEQUENCE, *before, tlv(SET, stamped))))


def _attribute(kind: bytes, value: bytes) -> bytes:
    return tlv(SEQUENCE, kind, tlv(SET, value))


def imprint(digest: bytes) -> bytes:
    """The message imprint of a time stamp request (RFC 3161)."""
    return tlv(SEQUENCE, _SHA256, tlv(OCTET_STRING, digest))


def stamped_info(token: bytes) -> tsp.TSTInfo:
    """What a time stamp token says; raises ValueError for what is none."""
    inner = cms.ContentInfo.load(token)["content"]["encap_content_info"]
    if inner["content_type"].native != "tst_info":
        raise ValueError(inner["content_type"].native)
    info: tsp.TSTInfo = inner["content"].parsed
    return info
