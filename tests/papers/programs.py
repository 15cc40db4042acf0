"""Signing programs of somebody else's: the stock signer of a library, told what to use."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from asn1crypto import algos
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.papers.holders import Key


@dataclass(frozen=True, slots=True)
class Program:
    """A key with its chain, and what the program names its way of signing; None leaves it to it.

    `url` is where the time authority answers; without it there is no time stamp.
    """

    key: Key
    chain: Sequence[x509.Certificate]
    name: algos.SignedDigestAlgorithm | None = None
    digest: str = "sha256"
    url: str = ""

    def sign(self, data: bytes, field: str) -> bytes:
        """The file with one more signature."""
        certificates = [Certificate.load(one.public_bytes(Encoding.DER)) for one in self.chain]
        der = self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        signer = SimpleSigner(
            signing_cert=certificates[0],
            signing_key=PrivateKeyInfo.load(der),
            cert_registry=SimpleCertificateStore.from_certs(certificates[:2]),
            signature_mechanism=self.name,
            embed_roots=False,
        )
        meta = PdfSignatureMetadata(
            field_name=field, md_algorithm=self.digest, subfilter=SigSeedSubFilter.PADES
        )
        stamper = HTTPTimeStamper(self.url) if self.url else None
        made = PdfSigner(meta, signer=signer, timestamper=stamper).async_sign_pdf(
            IncrementalPdfFileWriter(BytesIO(data)), bytes_reserved=16384
        )
        return bytes(asyncio.run(made).getvalue())


def pss(
    digest: str = "sha256", mask: str = "sha256", salt: int = 32
) -> algos.SignedDigestAlgorithm:
    """RSASSA-PSS with these parameters (RFC 4055, 3.1)."""
    masking = {"algorithm": "mgf1", "parameters": algos.DigestAlgorithm({"algorithm": mask})}
    parameters = algos.RSASSAPSSParams(
        {
            "hash_algorithm": algos.DigestAlgorithm({"algorithm": digest}),
            "mask_gen_algorithm": algos.MaskGenAlgorithm(masking),
            "salt_length": salt,
        }
    )
    return algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": parameters})


def pkcs1(digest: str = "sha256") -> algos.SignedDigestAlgorithm:
    """RSASSA-PKCS1-v1_5 by its name with the digest in it."""
    return algos.SignedDigestAlgorithm({"algorithm": f"{digest}_rsa"})
