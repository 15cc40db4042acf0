"""Incremental saving: an update that is not quite one, so that a reader overlooks it.

Mladenov and others, "1 Trillion Dollar Refund" (CCS 2019), section 4.2, and "Shadow Attacks"
(NDSS 2021), section 5.
"""

import re

from tests.papers.attacks import raw

_DRAWN = b"<</Length 29>>\nstream\n1 0 0 rg 60 700 200 60 re f   \nendstream"


def _drawing(data: bytes) -> int:
    return raw.number(data, lambda pdf: pdf.pages[0].obj.Contents)


def whole_update(data: bytes) -> bytes:
    """A new drawing, with table and trailer as it should be."""
    return raw.update(data, {_drawing(data): _DRAWN})


def update_without_table(data: bytes) -> bytes:
    """Only the object, after the end."""
    return data + b"%d 0 obj\n%b\nendobj\n" % (_drawing(data), _DRAWN)


def update_without_table_but_an_end(data: bytes) -> bytes:
    """The object, then the old table's place once more."""
    return update_without_table(data) + b"startxref\n%d\n%%%%EOF\n" % raw.table_at(data)


def update_with_empty_table(data: bytes) -> bytes:
    """A table that lists nothing, over an object that it should list."""
    forged = update_without_table(data)
    table = len(forged)
    forged += b"xref\n0 0\ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        raw.size(data),
        raw.catalogue(data),
        raw.table_at(data),
        table,
    )
    return forged


def update_without_trailer(data: bytes) -> bytes:
    """The table is there, the trailer is not."""
    return re.sub(rb"trailer\n<<[^\n]*>>\n(?=startxref\n\d+\n%%EOF\n\Z)", b"", whole_update(data))


def update_without_previous(data: bytes) -> bytes:
    """The trailer names no earlier table."""
    return re.sub(rb"/Prev \d+>>\n(?=startxref\n\d+\n%%EOF\n\Z)", b">>\n", whole_update(data))


def update_over_an_earlier_one(data: bytes) -> bytes:
    """The update goes back to the first table, as if nobody had signed in between."""
    first = data.index(b"xref\n0 ")
    return raw.update(data, {_drawing(data): _DRAWN}, previous=first)


def update_with_copied_signature(data: bytes) -> bytes:
    """The last signature is copied to the end of the update, where it seems to close the file."""
    start, _ = raw.contents(data)
    at = data.rindex(b" 0 obj", 0, start)
    number = int(data[:at].split()[-1])
    copied = data[at + len(b" 0 obj\n") : data.index(b"endobj", start)]
    return raw.update(data, {_drawing(data): _DRAWN, number: copied.rstrip()})


def update_without_end(data: bytes) -> bytes:
    """Everything but the mark of the file's end."""
    return whole_update(data)[: -len(b"%%EOF\n")]


def update_by_stream(data: bytes) -> bytes:
    """The table is a stream, as newer programs write it."""
    drawing, new = _drawing(data), raw.size(data)
    at = len(data)
    forged = data + b"%d 0 obj\n%b\nendobj\n" % (drawing, _DRAWN)
    table = len(forged)
    rows = b"\x01" + at.to_bytes(4, "big") + b"\x00\x01" + table.to_bytes(4, "big") + b"\x00"
    words = b"/W[1 4 1]/Index[%d 1 %d 1]/Root %d 0 R%b/Prev %d" % (
        drawing,
        new,
        raw.catalogue(data),
        raw.information(data),
        raw.table_at(data),
    )
    return (
        forged + b"%d 0 obj\n<</Type/XRef/Size %d%b/Length 12>>\nstream\n%b\nendstream\nendobj\n"
        b"startxref\n%d\n%%%%EOF\n" % (new, new + 1, words, rows, table)
    )


def update_by_packed_object(data: bytes) -> bytes:
    """The page comes anew from a stream of objects."""
    page, pack = raw.page(data), raw.size(data)
    held = b"<</Type/Page/Parent 4 0 R/MediaBox[0 0 99 99]>>"
    words = b"%d 0 " % page
    at = len(data)
    forged = data + (
        b"%d 0 obj\n<</Type/ObjStm/N 1/First %d/Length %d>>\nstream\n%b%b\nendstream\nendobj\n"
        % (pack, len(words), len(words + held), words, held)
    )
    table = len(forged)
    rows = [(2, pack, 0), (1, at, 0), (1, table, 0)]
    packed = b"".join(bytes([k]) + a.to_bytes(4, "big") + bytes([b]) for k, a, b in rows)
    return (
        forged + b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 1]/Index[%d 1 %d 2]/Root %d 0 R%b/Prev %d"
        b"/Length 18>>\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
        % (
            pack + 1,
            pack + 2,
            page,
            pack,
            raw.catalogue(data),
            raw.information(data),
            raw.table_at(data),
            packed,
            table,
        )
    )


def hybrid_table(data: bytes) -> bytes:
    """An empty table whose trailer names a second, hidden one: old readers see other objects."""
    streamed = update_by_stream(data)
    hidden = raw.table_at(streamed)
    return raw.update(streamed, {}, previous=raw.table_at(data), extra=b"/XRefStm %d" % hidden)


CHANGES = {
    change.__name__: change
    for change in (
        whole_update,
        update_without_table,
        update_without_table_but_an_end,
        update_with_empty_table,
        update_without_trailer,
        update_without_previous,
        update_over_an_earlier_one,
        update_with_copied_signature,
        update_without_end,
        update_by_stream,
        update_by_packed_object,
        hybrid_table,
    )
}
