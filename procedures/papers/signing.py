"""A signer that holds its loaded key, and a writer that keeps a paper inside PDF/A-3.

pyHanko's own `SimpleSigner` loads the private key anew for each signature, which costs more than
the signature.
"""

from io import BytesIO

from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from procedures.papers.envelope import Envelope
from procedures.papers.packed import PaperReader
from procedures.papers.pens import Pen, largest_signature
from procedures.papers.stamps import HttpStamper

_DIGEST = "sha256"
# Signatures differ by a few bytes, a stamp's serial number and accuracy by a few more.
_SPARE = 128
_LAST_VERSION = (1, 7)


class HeldSigner(Signer):
    """Signs with a pen, wherever its key is; encloses the chain without its root.

    With a stamper each signature carries a time stamp over it (B-T), else none (B-B).
    """

    def __init__(self, pen: Pen, stamper: HttpStamper | None = None) -> None:
        chain = [Certificate.load(c.public_bytes(Encoding.DER)) for c in pen.chain]
        below_root = [certificate for certificate in chain if certificate.self_signed == "no"]
        super().__init__(
            signing_cert=chain[0],
            cert_registry=SimpleCertificateStore.from_certs(below_root),
            embed_roots=False,
        )
        self.chain = tuple(chain)
        self.pen = pen
        self.ends = pen.chain[0].not_valid_after_utc
        self._stamper = stamper
        self._envelope = Envelope(chain[0], below_root)

    def room(self) -> int:
        """Hexadecimal digits to reserve in the file: pyHanko reads them one by one later on."""
        attributes = self._envelope.signed_attributes(bytes(32))
        stamp = self._stamper.sample() if self._stamper is not None else None
        largest = largest_signature(self.pen.chain[0])
        return 2 * (len(self._envelope.close(attributes, largest, stamp)) + _SPARE)

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002 - the library's signature
    ) -> bytes:
        """The signature of the data."""
        if digest_algorithm != _DIGEST or dry_run:
            raise NotImplementedError(digest_algorithm)
        return self.pen.sign(data).value

    # The library asks for its own object here, but its embedder takes finished DER as well.
    async def async_sign(
        self, data_digest: bytes, digest_algorithm: str, *_: object, **__: object
    ) -> bytes:
        """The envelope as finished DER."""
        if digest_algorithm != _DIGEST:
            raise NotImplementedError(digest_algorithm)
        return self.envelope(data_digest)

    def envelope(self, digest: bytes) -> bytes:
        """The envelope over a file of this SHA-256 digest, as finished DER."""
        attributes = self._envelope.signed_attributes(digest)
        signature = self.pen.sign(attributes)
        stamp = self._stamper.token(signature.value) if self._stamper is not None else None
        return self._envelope.close(attributes, signature, stamp)


class PaperWriter(IncrementalPdfFileWriter):
    """Adds a revision; the file stays at PDF 1.7, on which PDF/A-3 stands.

    Its metadata stay as printed: whoever finds others in a paper knows that it was changed.
    """

    def __init__(self, stream: BytesIO) -> None:
        reader = PaperReader(stream.getvalue())
        super().__init__(reader.stream, prev=reader)

    def _update_meta(self) -> None:
        """Leave both kinds of metadata alone: they tell of the printing."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Raise the version, but never above 1.7."""
        if version <= _LAST_VERSION:
            super().ensure_output_version(version)  # type: ignore[no-untyped-call]
