"""Puts finished envelopes into a revision of a paper: signatures, and archive time stamps.

pyHanko's own signer looks up earlier signatures and rewrites the metadata at each revision, which
costs more than signing does; its embedder leaves both to the caller. Nothing but what is asked for
here changes in a paper: its metadata stay as they were printed.
"""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigAppearanceSetup,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp, SignatureObject
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.stamp import StaticStampStyle

from procedures.papers.places import Place
from procedures.papers.revocation import Evidence
from procedures.papers.signing import HeldSigner, PaperWriter
from procedures.papers.stamps import HttpStamper

_DIGEST = "sha256"
# A stamp's serial number and accuracy take a few bytes more or less.
_SPARE = 128


def sign(
    writer: PaperWriter,
    field: str,
    signer: HeldSigner,
    *,
    shown: tuple[str, datetime],
    style: StaticStampStyle | None,
    certify: bool,
) -> bytes:
    """The file with the field signed; `shown` are the signer's name and the claimed time.

    A certification allows nothing after it but forms to be filled in and signed.
    """
    name, at = shown
    placeholder = SignatureObject(
        bytes_reserved=signer.room(), subfilter=SigSeedSubFilter.PADES, timestamp=at, name=name
    )
    setup = SigObjSetup(
        placeholder,
        mdp_setup=SigMDPSetup(_DIGEST, certify=certify, docmdp_perms=MDPPerm.FILL_FORMS)
        if certify
        else None,
        appearance_setup=SigAppearanceSetup(style, at, name) if style is not None else None,
    )
    return _embed(writer, field, setup, signer.envelope)


def stamp(writer: PaperWriter, field: str, stamper: HttpStamper) -> bytes:
    """The file with a time stamp over all of it in the field (ISO 32000-2, 12.8.5)."""
    room = 2 * (len(stamper.sample()) + _SPARE)
    setup = SigObjSetup(DocumentTimestamp(bytes_reserved=room))
    return _embed(writer, field, setup, stamper.token_of)


def begin(pdf: bytes) -> PaperWriter:
    """A first revision over an unsigned file; raises `SigningError` for one that is signed."""
    writer = PaperWriter(BytesIO(pdf))
    if "/AcroForm" in writer.root and writer.prev.embedded_signatures:
        raise SigningError("signed before")
    # What PDF 1.7 does not know of PAdES is named as an extension (EN 319 142-1, 5.4).
    writer.register_extension(ESIC_EXTENSION_1)
    return writer


def add_field(writer: PaperWriter, name: str, place: Place | None, shown: str) -> None:
    """An empty signature field, invisible without a place; `shown` is what readers call it."""
    spec = SigFieldSpec(
        name,
        on_page=place.page if place else 0,
        box=place.box if place else None,
        readable_field_name=shown,
    )
    append_signature_field(writer, spec)


def supply(writer: PaperWriter, evidence: Evidence) -> None:
    """Add validation data to the file's own store (DSS), each thing once."""
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        certs=evidence.certificates,
        ocsps=evidence.ocsps,
        crls=evidence.crls,
    )


def _embed(
    writer: PaperWriter, field: str, setup: SigObjSetup, close: Callable[[bytes], bytes]
) -> bytes:
    steps = PdfCMSEmbedder().write_cms(field, writer, existing_fields_only=True)
    next(steps)
    steps.send(setup)
    prepared, output = steps.send(SigIOSetup(md_algorithm=_DIGEST))
    steps.send(close(prepared.document_digest))
    return bytes(output.getvalue())
