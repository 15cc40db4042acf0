"""Keeps an issued paper provable: another archive time stamp before the newest one ages.

The new revision carries what proves today that the earlier stampers stood, and a stamp by today's
time authority over all of it. Without that proof, fresh on the day of the renewal, nobody could
tell in ten years whether the earlier stamper's key was still its own when the new stamp was made.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO

from asn1crypto import cms
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from procedures.errors import N_, NotLawful, Unavailable
from procedures.papers.embedding import add_field, stamp, supply
from procedures.papers.envelope import stamped_info
from procedures.papers.examination import is_archive_stamp
from procedures.papers.packed import PaperReader
from procedures.papers.revocation import Evidence, RevocationDesk
from procedures.papers.seal_fields import STAMP_SHOWN, stamp_field
from procedures.papers.signing import PaperWriter
from procedures.papers.stamps import HttpStamper, rests_on, signer_first
from procedures.papers.wire import SILENT
from procedures.ports import ArchiveStamp

STAMPING = frozenset({"time_stamping"})
NOT_OURS = N_("Tệp này không phải là giấy tờ đã đóng dấu nên không gia hạn được.")
_CONTENTS = b"/Contents <"


async def stamp_again(pdf: bytes, stamper: HttpStamper, time: RevocationDesk) -> bytes:
    """The file with one more archive time stamp; what it was stands unchanged before that.

    Raises `Unavailable` when an authority is silent, `NotAllowed` when a stamper is revoked or has
    ended already, `NotLawful` for a file that carries no signature.
    """
    try:
        writer = PaperWriter(BytesIO(pdf))
        signatures = writer.prev.embedded_signatures
    except PdfError as fault:
        raise NotLawful(NOT_OURS) from fault
    if not signatures:
        raise NotLawful(NOT_OURS)
    evidence = await gathered(stamper, time, _newest_tokens(signatures))
    supply(writer, evidence)
    field = next_field(signatures)
    add_field(writer, field, None, STAMP_SHOWN)
    renewed = stamp(writer, field, stamper)
    ensure_gathered(stamper, evidence)
    return renewed


async def gathered(
    stamper: HttpStamper, time: RevocationDesk, earlier: Iterable[cms.SignedData]
) -> Evidence:
    """What proves today that whoever made these tokens stands, and whoever will stamp next.

    Raises as `stamp_again`.
    """
    # Years may have passed since this worker's last question: who stamps today?
    stamper.begin()
    stamper.token(b"")
    found = Evidence()
    for chain in (stamper.certificates(), *map(signer_first, earlier)):
        found += await time.evidence(chain[0], chain, STAMPING)
    return found


def ensure_gathered(stamper: HttpStamper, evidence: Evidence) -> None:
    """Raise `Unavailable` when the last token is of a stamper of whom the evidence says nothing.

    The time authority changed its key just then; the next try knows it.
    """
    proven = {certificate.sha256 for certificate in evidence.certificates}
    if stamper.certificates()[0].sha256 not in proven:
        raise Unavailable(SILENT)


def next_field(signatures: Sequence[EmbeddedPdfSignature]) -> str:
    """The field of the archive time stamp that follows these signatures."""
    return stamp_field(1 + sum(map(is_archive_stamp, signatures)))


def newest_stamp(pdf: bytes) -> ArchiveStamp | None:
    """What closes a file of ours, in the words of the algorithm policy; None for no such stamp."""
    token = _last_token(pdf)
    return rests_on(token) if token is not None else None


def stampers(pdf: bytes) -> list[tuple[Certificate, ...]]:
    """The certificates of each archive time stamp of a readable file, its stamper's own first."""
    return [
        signer_first(signature.signed_data)
        for signature in PaperReader(pdf).embedded_signatures
        if is_archive_stamp(signature)
    ]


def _last_token(pdf: bytes) -> bytes | None:
    """The last envelope in the file, where it is a time stamp: as we write them, it closes it."""
    start = pdf.rfind(_CONTENTS)
    if start < 0:
        return None
    start += len(_CONTENTS)
    try:
        token = bytes.fromhex(pdf[start : pdf.index(b">", start)].decode("ascii"))
        stamped_info(token)
    except ValueError:
        return None
    return token


def _newest_tokens(signatures: Sequence[EmbeddedPdfSignature]) -> Iterable[cms.SignedData]:
    """What nothing newer covers: the last archive time stamp, or the stamps of the signatures."""
    if is_archive_stamp(signatures[-1]):
        return [signatures[-1].signed_data]
    return [
        token
        for signature in signatures
        for token in extract_tst_data_iter(signature.signer_info, signed=False)
    ]
