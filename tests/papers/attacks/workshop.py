"""Slips sealed with keys, stamps and proofs of the forger's choice, as our worker seals them."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from asn1crypto.crl import CertificateList
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.ocsp import OCSPResponse
from asn1crypto.tsp import TimeStampReq
from asn1crypto.x509 import Certificate
from certomancer.services import TimeStamper
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import StaticStampStyle

from procedures.papers.der import SEQUENCE, TRUE, inside, integer, tlv
from procedures.papers.embedding import add_field, begin, sign, stamp, supply
from procedures.papers.envelope import imprint
from procedures.papers.pki_answers import Answers
from procedures.papers.pki_authorities import Issuer, Root
from procedures.papers.pki_folder import KeyFile, PkiFolder
from procedures.papers.revocation import Evidence
from procedures.papers.seal_fields import AGENCY_FIELD, stamp_field
from procedures.papers.signing import HeldSigner, PaperWriter
from procedures.papers.stamps import HttpStamper
from procedures.papers.wire import Wire
from tests.papers.attacks import raw
from tests.papers.attacks.forge import Forge
from tests.papers.conftest import AGENCY, utc_now

FIRST_STAMP = stamp_field(1)
PAINT = b"1 1 1 rg 0 0 595 842 re f"


class OwnStamper(HttpStamper):
    """A time authority of the forger's own; `other` stamps what it was not asked to stamp."""

    def __init__(
        self, held: KeyFile, at: datetime | None = None, other: bytes | None = None
    ) -> None:
        super().__init__(Wire(), ())
        pem = held.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self._authority = TimeStamper(
            tsa_cert=asn1(held.certificate), tsa_key=PrivateKeyInfo.load(pem), fixed_dt=at
        )
        self._other = other

    def token_of(self, digest: bytes) -> bytes:
        asked = tlv(SEQUENCE, integer(1), imprint(self._other or digest), integer(7), TRUE)
        answer = self._authority.request_tsa_response(TimeStampReq.load(asked)).dump()
        self._last = inside(answer)[1]
        return self._last


def asn1(certificate: x509.Certificate) -> Certificate:
    """The same certificate for the other library."""
    return Certificate.load(certificate.public_bytes(Encoding.DER))


def agency(forge: Forge) -> KeyFile:
    """The agency's own key: whoever holds it is no forger, but may do wrong with it."""
    return forge.pki.keys.held(AGENCY)


def evidence(
    forge: Forge, signer: KeyFile, *, at: Callable[[], datetime] = utc_now, **told: bytes
) -> Evidence:
    """What our authorities say of the signer, and of the time authority, at a time."""
    folder = PkiFolder(forge.pki.folder)
    answers = Answers(folder, at)
    answer = told.get("answer") or answers.status(Issuer.GOVERNMENT, question(signer))
    lists = (answers.revocation_list(name) for name in (Root.GOVERNMENT, Root.TIME))
    trust = forge.pki.trust
    stores = (trust.government, trust.time)
    known = [one for store in stores for one in (*store.anchors, *store.intermediates)]
    chain = [asn1(certificate) for certificate in signer.chain]
    return Evidence(
        certificates=tuple({one.dump(): one for one in (*known, *chain)}.values()),
        ocsps=(OCSPResponse.load(answer),),
        crls=tuple(CertificateList.load(each) for each in lists),
    )


def question(signer: KeyFile) -> bytes:
    """The question whether the signer's certificate stands."""
    builder = ocsp.OCSPRequestBuilder()
    builder = builder.add_certificate(signer.certificate, signer.chain[1], hashes.SHA1())  # noqa: S303 - as readers ask
    return builder.build().public_bytes(Encoding.DER)


def sealed(
    forge: Forge,
    signer: KeyFile,
    proof: Evidence | None,
    *,
    stamper: HttpStamper | None = None,
    archive: HttpStamper | None = None,
    stamped: bool = True,
) -> bytes:
    """A slip; without other stampers the public one stamps both, or the archive only."""
    writer = begin(forge.blank)
    add_field(writer, AGENCY_FIELD, None, AGENCY.name)
    add_field(writer, FIRST_STAMP, None, "x")
    if proof is not None:
        # A careful forger encloses the certificates of all that he uses.
        chains = [*(stamper or forge.stamper).certificates(), *map(asn1, signer.chain)]
        chains += (archive or forge.stamper).certificates()
        supply(writer, proof + Evidence(certificates=tuple(chains)))
    own = HeldSigner(signer, (stamper or forge.stamper) if stamped else None)
    shown = (AGENCY.name, utc_now())
    data = sign(writer, AGENCY_FIELD, own, shown=shown, style=None, certify=False)
    return stamp(PaperWriter(BytesIO(data)), FIRST_STAMP, archive or forge.stamper)


def signed_over(
    data: bytes,
    signer: KeyFile,
    name: str,
    box: tuple[int, int, int, int] | None = None,
    *,
    permits: MDPPerm | None = None,
    stamper: HttpStamper | None = None,
) -> bytes:
    """One more signature, with a picture over the box of the first page; it may certify."""
    held = HeldSigner(signer, stamper)
    meta = PdfSignatureMetadata(
        field_name=name,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=permits is not None,
        docmdp_permissions=permits or MDPPerm.FILL_FORMS,
    )
    style = StaticStampStyle(background=RawContent(PAINT, box=BoxConstraints(595, 842)))
    made = PdfSigner(
        meta, signer=held, new_field_spec=SigFieldSpec(name, box=box), stamp_style=style
    ).async_sign_pdf(raw.begun(data), bytes_reserved=held.room())
    return bytes(asyncio.run(made).getvalue())
