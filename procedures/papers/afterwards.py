"""What stands behind the seal: archive time stamps with their proof, and not one byte more.

Anybody can have a file stamped by the public time authority. So a stamp over a paper proves nothing
of what was added between the seal and the stamp; that has to be nothing at all. pyHanko allows
forms to be filled in there, programs' defaults to change, and bytes that no table lists, which
forgiving readers find all the same.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_CATALOGUE_MAY = frozenset({"/DSS"})
_FORM = "/AcroForm"
_FIELDS = "/Fields"
_BEGINS = re.compile(rb"[0-9]+\s+[0-9]+\s+obj\b")
_TABLE = re.compile(
    rb"(xref\s(?:(?!trailer).)*trailer\s*<<(?:(?!startxref|trailer).)*>>"
    rb"|[0-9]+ [0-9]+ obj\b(?:(?!endobj).)*endobj)"
    rb"\s*startxref\s+[0-9]+\s+%%EOF\r?\n?",
    re.DOTALL,
)


def only_stamps_follow(reader: PdfFileReader, seal: EmbeddedPdfSignature) -> bool:
    """True when the revisions after the seal's hold what an archive time stamp needs.

    Whether fields and pages changed is for the comparison of revisions to tell; here it is the
    catalogue, the form's own words, and the seams between objects.
    """
    last = reader.xrefs.total_revisions - 1
    sealed, now = (reader.get_historical_resolver(at) for at in (seal.signed_revision, last))
    if not _same(sealed.root, now.root, _CATALOGUE_MAY | {_FORM}):
        return False
    if not _form_kept(sealed.root[_FORM], now.root[_FORM]):
        return False
    _, _, second, length = (int(value) for value in seal.byte_range)
    return _seamless(reader, seal.signed_revision + 1, second + length)


def _form_kept(before: generic.DictionaryObject, after: generic.DictionaryObject) -> bool:
    old, new = before[_FIELDS], after[_FIELDS]
    kept = len(new) >= len(old) and all(
        new.raw_get(at) == old.raw_get(at) for at in range(len(old))
    )
    return kept and _same(before, after, frozenset({_FIELDS}))


def _same(
    before: generic.DictionaryObject, after: generic.DictionaryObject, may: frozenset[str]
) -> bool:
    keys = (before.keys() | after.keys()) - may
    return all(
        key in before and key in after and before.raw_get(key) == after.raw_get(key) for key in keys
    )


def _seamless(reader: PdfFileReader, first: int, start: int) -> bool:
    """Each revision is its objects and its table, one behind the other from `start` on."""
    reader.stream.seek(0)
    data: bytes = reader.stream.read()
    for revision in range(first, reader.xrefs.total_revisions):
        places = sorted(set(_places(reader, revision)))
        table = _TABLE.match(data, places[-1])
        if places[0] != start or table is None:
            return False
        if not all(_is_one_object(data[at:end]) for at, end in pairwise(places)):
            return False
        start = table.end()
    return start == len(data)


def _places(reader: PdfFileReader, revision: int) -> Iterator[int]:
    yield reader.xrefs.get_startxref_for_revision(revision)
    for reference in reader.xrefs.explicit_refs_in_revision(revision):
        place = reader.xrefs.get_historical_ref(reference, revision)
        # No packed objects: no stamp of ours comes so, and a reader of old would not see them.
        yield place if isinstance(place, int) else -1


def _is_one_object(piece: bytes) -> bool:
    return (
        _BEGINS.match(piece) is not None
        and len(_BEGINS.findall(piece)) == 1
        and piece.count(b"endobj") == 1
        and piece.rstrip().endswith(b"endobj")
    )
