"""Reads the tables of where a file's objects lie, each at one go.

pyHanko reads them number by number. A paper is opened three times while it is sealed, and its table
has two hundred entries.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

from pyhanko.pdf_utils.decode_limits import DecodeContext, DecodeLimits, DecodePurpose
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.misc import PdfStrictReadError, pair_iter
from pyhanko.pdf_utils.reader import PdfFileReader, _read_header_version, process_data_at_eof
from pyhanko.pdf_utils.xref import (
    ObjStreamRef,
    XRefBuilder,
    XRefCache,
    XRefSection,
    XRefSectionData,
    XRefSectionMetaInfo,
    XRefSectionType,
    XRefType,
    _expected_xref_stream_size,
    _prev,
)


class TableReader(PdfFileReader):
    """A strict reader; what it says of a file is what pyHanko's own would say."""

    # All that its own constructor does, which names the builder that it uses.
    def __init__(self, data: bytes) -> None:
        stream = BytesIO(data)
        self.stream, self.strict = stream, True
        self._security_handler = self._input_version = self._embedded_signatures = None
        self._decode_context = DecodeContext(DecodeLimits(), input_size=len(data))
        self.resolved_objects: dict[Any, Any] = {}
        self._historical_resolver_cache: dict[Any, Any] = {}
        self._header_version = _read_header_version(stream)
        stream.seek(-1, 2)
        builder = _Builder(self, stream, strict=True, last_startxref=process_data_at_eof(stream))
        self.xrefs = XRefCache(self, builder.read_xrefs())  # type: ignore[no-untyped-call]
        self.last_startxref = builder.last_startxref
        self.trailer = builder.trailer
        self.has_xref_stream = builder.has_xref_stream


class _Builder(XRefBuilder):
    def _read_xref_stream(self, declared_startxref: int) -> Any:  # noqa: ANN401 - theirs
        start = self.stream.tell()
        reference, table = self._read_xref_stream_object()  # type: ignore[no-untyped-call]
        section = XRefSectionData()
        section.process_entries(_entries(table), strict=True)  # type: ignore[arg-type]
        found = XRefSectionMetaInfo(
            xref_section_type=XRefSectionType.STREAM,
            size=int(table.raw_get("/Size")),
            declared_startxref=declared_startxref,
            start_location=start,
            end_location=self.stream.tell(),
            stream_ref=reference,
        )
        self.sections.append(XRefSection(found, section))
        self.trailer.add_trailer_revision(table)
        return _prev(table)


class _Entry(NamedTuple):
    """As pyHanko's `XRefEntry`, which takes longer to make than to read."""

    xref_type: XRefType
    idnum: int
    location: int | ObjStreamRef | None
    generation: int


def _entries(table: StreamObject) -> Iterator[_Entry]:
    """What a table in a stream says (ISO 32000-1, 7.5.8); kinds of the future are passed over."""
    index: Any = table.get("/Index", [0, table.get("/Size")])
    widths: Any = table.get("/W")
    parts = list(pair_iter(index))
    kind_size, first_size, _ = widths
    size = sum(widths)
    most = _expected_xref_stream_size(index, widths)
    data = table.read_data(DecodePurpose.XREF_STREAM, expected_size=most)
    if min(widths) < 0 or len(data) != size * sum(n for _, n in parts):
        raise PdfStrictReadError("A table in a stream is not as long as it says")
    read, at, last_end = int.from_bytes, 0, 0
    for start, count in parts:
        if start < last_end or count < 0:
            raise PdfStrictReadError("The parts of a table in a stream do not ascend")
        last_end = start + count
        for number in range(start, last_end):
            a, b = at + kind_size, at + kind_size + first_size
            kind = read(data[at:a], "big") if kind_size else 1
            first, second = read(data[a:b], "big"), read(data[b : at + size], "big")
            at += size
            if kind == 1:
                yield _Entry(XRefType.STANDARD, number, first, second)
            elif kind == 2:  # noqa: PLR2004 - as the standard numbers them
                yield _Entry(XRefType.IN_OBJ_STREAM, number, ObjStreamRef(first, second), 0)
            elif kind == 0:
                yield _Entry(XRefType.FREE, number, None, second)
