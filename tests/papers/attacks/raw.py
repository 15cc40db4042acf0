"""Updates written by hand: what a library would refuse to write, a forger writes."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from procedures.papers.signing import PaperWriter

_EOF = re.compile(rb"%%EOF\r?\n?")
_RANGE = re.compile(rb"/ByteRange \[0 (\d+) (\d+) (\d+) *\]")


def number(data: bytes, find: Callable[[pikepdf.Pdf], pikepdf.Object]) -> int:
    """The number of the object that `find` finds."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return int(find(pdf).objgen[0])


def page(data: bytes, index: int = 0) -> int:
    """The number of a page's object."""
    return number(data, lambda pdf: pdf.pages[index].obj)


def catalogue(data: bytes) -> int:
    """The number of the catalogue's object."""
    return number(data, lambda pdf: pdf.Root)


def field(data: bytes, name: str) -> int:
    """The number of a signature field's object."""
    return number(data, lambda pdf: next(one for one in pdf.Root.AcroForm.Fields if name == one.T))


def last_field(data: bytes) -> str:
    """The name of the field that was signed last."""
    with pikepdf.open(BytesIO(data)) as pdf:
        signed = [one for one in pdf.Root.AcroForm.Fields if "/V" in one]
        return str(max(signed, key=lambda one: int(one.V.ByteRange[2])).T)


def saved(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The file with an update of just those objects that `change` changes or adds."""
    with pikepdf.open(BytesIO(data)) as pdf:
        # Reading the pages may set them right; that is not the forger's change.
        _ = len(pdf.pages)
        before = _bodies(pdf)
        change(pdf)
        after = _bodies(pdf)
    return update(data, {at: text for at, text in after.items() if before.get(at) != text})


def _bodies(pdf: pikepdf.Pdf) -> dict[int, bytes]:
    return {found.objgen[0]: _body(found) for found in pdf.objects if found.objgen[0]}


def _body(found: pikepdf.Object) -> bytes:
    if not isinstance(found, pikepdf.Stream):
        return bytes(found.unparse(resolved=True))
    held = found.read_raw_bytes()
    words = bytes(found.stream_dict.unparse(resolved=True))
    words = re.sub(rb" /Length \d+", b"", words)
    return b"%b /Length %d >>\nstream\n%b\nendstream" % (words[:-2], len(held), held)


def size(data: bytes) -> int:
    """The next free number."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return max(int(pdf.trailer.Size), len(pdf.objects) + 1)


def table_at(data: bytes) -> int:
    """Where the last cross-reference table stands."""
    return int(data[data.rindex(b"startxref") + 9 :].split()[0])


def update(
    data: bytes,
    bodies: Mapping[int, bytes],
    *,
    root: int | None = None,
    moved: Mapping[int, int] | None = None,
    extra: bytes = b"",
    previous: int | None = None,
) -> bytes:
    """The file with an update of these objects; `moved` ones get another place in the table."""
    out = bytearray(data if data.endswith(b"\n") else data + b"\n")
    places = dict(moved or {})
    for at in sorted(bodies):
        places[at] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (at, bodies[at])
    table = len(out)
    out += b"xref\n"
    for at in sorted(places):
        out += b"%d 1\n%010d 00000 n \n" % (at, places[at])
    end = max([size(data), *(at + 1 for at in places)])
    before = table_at(data) if previous is None else previous
    out += b"trailer\n<</Size %d/Root %d 0 R%b/Prev %d%b>>\n" % (
        end,
        catalogue(data) if root is None else root,
        information(data),
        before,
        extra,
    )
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % table


def information(data: bytes) -> bytes:
    """The trailer's words on the document information, which a clean forger leaves alone."""
    found = re.findall(rb"/Info (\d+) 0 R", data)
    return b"/Info %b 0 R" % found[-1] if found else b""


def begun(data: bytes) -> PaperWriter:
    """An update that leaves the metadata as they are."""
    return PaperWriter(BytesIO(data))


def written(writer: IncrementalPdfFileWriter) -> bytes:
    """The file with the update."""
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def cut(data: bytes, revisions: int) -> bytes:
    """The file without its last revisions."""
    ends = [found.end() for found in _EOF.finditer(data)]
    return data[: ends[-1 - revisions]]


def contents(data: bytes, *, last: bool = True) -> tuple[int, int]:
    """Where the digits of a signature's envelope begin and end."""
    mark = b"/Contents <"
    start = (data.rindex(mark) if last else data.index(mark)) + len(mark)
    return start, data.index(b">", start)


def byte_range(data: bytes) -> re.Match[bytes]:
    """The last byte range that is written in the file; its groups are the last three numbers."""
    return list(_RANGE.finditer(data))[-1]


def envelope(data: bytes, *, last: bool = True) -> bytes:
    """The envelope of a signature, with the padding behind it."""
    start, end = contents(data, last=last)
    return bytes.fromhex(data[start:end].decode("ascii"))


def saved_form(data: bytes) -> bytes:
    """The form's dictionary, or the reference to it, as the catalogue has it."""
    with pikepdf.open(BytesIO(data)) as pdf:
        form = pdf.Root.AcroForm
        return b"%d 0 R" % form.objgen[0] if form.is_indirect else bytes(form.unparse())
