"""A signer that holds its loaded key, and a writer that keeps a paper inside PDF/A-3.

pyHanko's own `SimpleSigner` loads the private key anew for each signature, which costs more than
the signature.
"""

from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from procedures.papers.pki_folder import KeyFile

_LONGEST_P256_SIGNATURE = 72
_LAST_VERSION = (1, 7)


class HeldSigner(Signer):
    """Signs with a P-256 key in memory; carries the chain without its root."""

    def __init__(self, key_file: KeyFile) -> None:
        chain = [Certificate.load(c.public_bytes(Encoding.DER)) for c in key_file.chain]
        below_root = [certificate for certificate in chain if certificate.self_signed == "no"]
        super().__init__(
            signing_cert=chain[0],
            cert_registry=SimpleCertificateStore.from_certs(below_root),
            embed_roots=False,
        )
        self._key = key_file.key
        self.chain = tuple(chain)

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """The DER signature of the data."""
        if digest_algorithm != "sha256":
            raise ValueError(digest_algorithm)
        if dry_run:
            return bytes(_LONGEST_P256_SIGNATURE)
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))


class PaperWriter(IncrementalPdfFileWriter):
    """Adds a revision; the file stays at PDF 1.7, on which PDF/A-3 stands."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Raise the version, but never above 1.7."""
        if version <= _LAST_VERSION:
            super().ensure_output_version(version)
