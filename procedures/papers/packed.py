"""Reads objects that a press packed together, the list of what is in a pack once for all of them.

pyHanko reads that list anew for each object: a paper with two hundred of them takes a quarter of a
second to compare two of its revisions.
"""

from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.misc import PdfReadError, PdfStrictReadError

from procedures.papers.tables import TableReader

_Pack = tuple[BytesIO, list[tuple[int, int]]]


class PaperReader(TableReader):
    """A strict reader; what it says of a file is what pyHanko's own would say."""

    def __init__(self, data: bytes) -> None:
        self._packs: dict[int, _Pack] = {}
        super().__init__(data)

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> generic.PdfObject:
        if stmnum not in self._packs:
            self._packs[stmnum] = _opened(generic.Reference(stmnum, 0, self).get_object())
        content, places = self._packs[stmnum]
        first = next((i for i, (number, _) in enumerate(places) if number == idnum), None)
        if first is None or first != idx:
            raise PdfStrictReadError("Object is not where the table says")
        content.seek(places[idx][1])
        try:
            found = generic.read_object(content, generic.Reference(idnum, 0, self))
        except PdfReadError as fault:
            raise PdfStrictReadError("Object in a stream cannot be read") from fault
        if isinstance(found, (generic.StreamObject, generic.IndirectObject)):
            raise PdfStrictReadError("Encountered forbidden object type in object stream")
        return found


def _opened(stream: Any) -> _Pack:  # noqa: ANN401 - whatever lies where a stream should
    if not isinstance(stream, generic.StreamObject) or stream["/Type"] != "/ObjStm":
        raise PdfStrictReadError("Not an object stream")
    content = BytesIO(stream.read_data(DecodePurpose.OBJECT_STREAM))
    start = int(stream["/First"])
    places = []
    for _ in range(int(stream["/N"])):
        try:
            number, offset = _number(content), _number(content)
        except ValueError as fault:
            raise PdfStrictReadError("Object stream header possibly corrupted") from fault
        places.append((number, start + offset))
    return content, places


def _number(content: BytesIO) -> int:
    misc.read_non_whitespace(content, seek_back=True)
    return int(generic.NumberObject.read_from_stream(content))
