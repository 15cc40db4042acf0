"""Signature wrapping: the signed bytes are all there, but elsewhere, and others stand between.

Mladenov and others, "1 Trillion Dollar Refund" (CCS 2019), section 4.3.
"""

from tests.papers.attacks import raw

_ROOM = 6000


def moved_second_part(data: bytes) -> bytes:
    """The second part stands further behind, the byte range follows it, an update between."""
    return _wrapped(data, b"0" * 20)


def moved_with_second_range(data: bytes) -> bytes:
    """A second byte range in the gap, where nothing is signed; the first stays as it was."""
    found = raw.byte_range(data)
    a, b, c = (int(found[at]) for at in (1, 2, 3))
    words = b">/ByteRange [0 %d %d %d] " % (a, b + _ROOM, c)
    return _wrapped(data, words)


def moved_and_closed(data: bytes) -> bytes:
    """The signature's object is closed in the gap; what was signed of it follows as a remark."""
    found = raw.byte_range(data)
    a, b, c = (int(found[at]) for at in (1, 2, 3))
    words = (
        b">/ByteRange [0 %d %d %d]/Type/DocTimeStamp/Filter/Adobe.PPKLite"
        b"/SubFilter/ETSI.RFC3161>>\nendobj\n" % (a, b + _ROOM, c)
    )
    return _wrapped(data, words)


def doubled_contents(data: bytes) -> bytes:
    """Two envelopes in one signature: the forger's empty one, then the real one."""
    start, _ = raw.contents(data)
    at = start - len(b"/Contents <")
    return data[:at] + b"/Contents <00> " + data[at:]


def doubled_contents_in_gap(data: bytes) -> bytes:
    """The real envelope is closed early, and a second one fills the rest of the gap."""
    start, end = raw.contents(data)
    used = len(data[start:end].rstrip(b"0")) + 2
    rest = end - start - used
    words = b">/Contents <".ljust(rest, b"0")
    return data[: start + used] + words + data[end:]


def object_in_gap(data: bytes) -> bytes:
    """The page's drawing is replaced by an object that stands inside the gap."""
    _, end = raw.contents(data)
    drawing = raw.number(data, lambda pdf: pdf.pages[0].obj.Contents)
    words = b">>>endobj %d 0 obj<</Length 7>>stream\n0 0 m S\nendstream endobj <" % drawing
    at = end - len(words) - 2
    forged = data[:at] + words + data[at + len(words) :]
    return raw.update(forged, {}, moved={drawing: at + words.index(b"%d 0 obj" % drawing)})


def _wrapped(data: bytes, words: bytes) -> bytes:
    """`words` end the first part; the second part moves behind new objects and their table."""
    start, end = raw.contents(data)
    found = raw.byte_range(data)
    second = data[end + 1 :]
    used = len(data[start:end].rstrip(b"0")) + 2
    head = data[: start + used] + words
    page = raw.page(data)
    evil = b"\n%d 0 obj\n<</Type/Page/Parent 4 0 R/MediaBox[0 0 99 99]>>\nendobj\n" % page
    table = len(head) + len(evil)
    evil += b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (
        page,
        len(head) + 1,
        raw.size(data),
        raw.catalogue(data),
        raw.table_at(data),
    )
    evil += b"startxref\n%d\n%%%%EOF\n" % table
    moved = int(found[2]) + _ROOM
    return (head + evil).ljust(moved - 1) + b">" + second


CHANGES = {
    change.__name__: change
    for change in (
        moved_second_part,
        moved_with_second_range,
        moved_and_closed,
        doubled_contents,
        doubled_contents_in_gap,
        object_in_gap,
    )
}
