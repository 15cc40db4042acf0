"""What a paper is put together from: its signatures in their order, and archive time stamps."""

from itertools import takewhile

from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from procedures.papers.capacity import twice_used
from procedures.papers.examination import is_archive_stamp
from procedures.papers.seal_fields import PAPER_FIELDS, stamp_field
from procedures.ports import Expectation
from procedures.reasons import Reason


def composition_fault(reader: PdfFileReader, expectation: Expectation | None) -> Reason | None:
    """What is missing of a paper, or too much; None when it is whole.

    A paper has the leader's signature and the agency's seal, or the seal alone; then archive time
    stamps, numbered from one, or none at all in one issued before they were made. No field is left
    empty, nobody is both, and nothing touches the metadata after the seal. In an annex, what others
    signed before the agency is content; their archive time stamps have the first numbers.
    """
    before = expectation.before if expectation else 0
    signatures = reader.embedded_signatures[before:]
    theirs = sum(map(is_archive_stamp, reader.embedded_signatures[:before]))
    own = list(takewhile(lambda signature: not is_archive_stamp(signature), signatures))
    fields = tuple(signature.field_name for signature in own)
    whole = fields == expectation.fields if expectation else fields in PAPER_FIELDS
    if not whole or list(enumerate_sig_fields(reader, filled_status=False)):
        return Reason.SIGNATURE_MISSING if expectation else Reason.INCOMPLETE
    if twice_used((signature.field_name, signature.signer_cert) for signature in own):
        return Reason.ROLE_SWAPPED
    stamps = signatures[len(own) :]
    named = [signature.field_name for signature in stamps]
    if named != [stamp_field(theirs + number) for number in range(1, len(stamps) + 1)]:
        return Reason.CONTENT_CHANGED
    if not all(is_archive_stamp(signature) for signature in stamps):
        return Reason.CONTENT_CHANGED
    if not _metadata_kept(reader, own[-1].signed_revision):
        return Reason.CONTENT_CHANGED
    return None


def _metadata_kept(reader: PdfFileReader, sealed: int) -> bool:
    """Comparing revisions, pyHanko lets both kinds of metadata change; here they do not."""
    last = reader.xrefs.total_revisions - 1
    before, after = (reader.get_historical_resolver(number) for number in (sealed, last))
    holders = (
        (before.root, after.root, "/Metadata"),
        (before.trailer_view, after.trailer_view, "/Info"),
    )
    for old, new, key in holders:
        if (key in old) != (key in new):
            return False
        if key not in old:
            continue
        kept, found = old.raw_get(key), new.raw_get(key)
        if not isinstance(kept, IndirectObject) or not isinstance(found, IndirectObject):
            return False
        same = (kept.idnum, kept.generation) == (found.idnum, found.generation)
        if not same or reader.xrefs.get_last_change(found.reference) > sealed:
            return False
    return True
