"""Files that would keep a reader busy for ever or fill its memory, judged in a process of its own.

Run as a module it judges each under limits that the kernel enforces, and prints a line a file: its
name, the reason for it as a paper and as a declaration, and seconds of work.
"""

import resource
import sys
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from procedures.papers.outfit import open_check
from procedures.papers.trust import load_trust
from procedures.papers.verdict import RegisterVerifier
from tests.papers.blank import blank_paper

MEGABYTE = 1024 * 1024
MOST_MEMORY = 1024 * MEGABYTE
MOST_SECONDS = 120
_MANY = 100_000


def encrypted() -> bytes:
    return _saved(lambda _: None, encryption=pikepdf.Encryption(owner="x", user="y"))


def encrypted_for_owner() -> bytes:
    return _saved(lambda _: None, encryption=pikepdf.Encryption(owner="x", user=""))


def xfa() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
        pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=form)

    return _saved(change)


def pages_5000() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        for _ in range(5000):
            pdf.add_blank_page()

    return _saved(change)


def annotations_many() -> bytes:
    note = b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Annots[%b]>>"
    return _objects({3: page % (note * _MANY)})


def fields_many() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        field = Dictionary(FT=Name.Sig, T="x")
        fields = [pdf.make_indirect(field) for _ in range(20_000)]
        pdf.Root.AcroForm = Dictionary(Fields=Array(fields))

    return _saved(change)


def bomb() -> bytes:
    """A content stream of half a gigabyte."""
    return _objects({4: _stream(b"/Filter/FlateDecode", _deflated(512))})


def bomb_of_bombs() -> bytes:
    """Deflated three times over."""
    thrice = zlib.compress(zlib.compress(_deflated(512), 9), 9)
    return _objects({4: _stream(b"/Filter[/FlateDecode/FlateDecode/FlateDecode]", thrice)})


def bomb_of_objects() -> bytes:
    """A stream of objects that holds half a gigabyte, and the catalogue in it."""
    return _packed(b"/N 1/First 4", _deflated(512, b"1 0 <</Type/Catalog/Pages 2 0 R>>"))


def bomb_table() -> bytes:
    """A table of half a gigabyte."""
    held = _deflated(512)
    words = b"/Type/XRef/Size 9/W[1 4 1]/Root 1 0 R/Filter/FlateDecode"
    return _ended(b"%PDF-1.7\n1 0 obj\n" + _stream(words, held) + b"\nendobj\n", 9)


def count_of_objects() -> bytes:
    """A stream that claims to hold two thousand million objects."""
    return _packed(b"/N 2000000000/First 4", zlib.compress(b"1 0 <</Type/Catalog>>"))


def nested_arrays() -> bytes:
    return _objects({5: b"[" * _MANY + b"]" * _MANY}, b"/X 5 0 R")


def nested_dictionaries() -> bytes:
    return _objects({5: b"<</A" * 50_000 + b" 1" + b">>" * 50_000}, b"/X 5 0 R")


def nested_pages() -> bytes:
    kids = {at: b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (at + 1) for at in range(10, 5000)}
    return _objects({2: b"<</Type/Pages/Count 1/Kids[10 0 R]>>", **kids})


def nested_fields() -> bytes:
    kids = {at: b"<</T(x)/Kids[%d 0 R]>>" % (at + 1) for at in range(10, 5000)}
    return _objects({5: b"<</Fields[10 0 R]>>", **kids}, b"/AcroForm 5 0 R")


def looped_pages() -> bytes:
    return _objects({2: b"<</Type/Pages/Count 1/Kids[2 0 R]>>"})


def looped_fields() -> bytes:
    loop = {5: b"<</Fields[6 0 R]>>", 6: b"<</T(x)/FT/Sig/Kids[6 0 R]/Parent 6 0 R>>"}
    return _objects(loop, b"/AcroForm 5 0 R")


def looped_names() -> bytes:
    return _objects({5: b"<</Dests 6 0 R>>", 6: b"<</Kids[6 0 R]>>"}, b"/Names 5 0 R")


def looped_reference() -> bytes:
    return _objects({5: b"6 0 R", 6: b"5 0 R"}, b"/AcroForm 5 0 R")


def looped_length() -> bytes:
    return _objects({4: b"<</Length 4 0 R>>\nstream\nx\nendstream"})


def looped_tables() -> bytes:
    loop = b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>\n"
    return loop + b"startxref\n9\n%%EOF"


def looped_tables_of_two() -> bytes:
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev %04d>>\n"
    first = b"%PDF-1.7\n"
    second = len(first) + len(table % 0)
    return first + table % second + table % len(first) + b"startxref\n9\n%%EOF"


def size_of_tables() -> bytes:
    """A table that claims two thousand million entries."""
    return b"%PDF-1.7\nxref\n0 2000000000\ntrailer\n<</Size 2000000000>>\nstartxref\n9\n%%EOF"


def tables_many() -> bytes:
    """Twenty thousand revisions, each of nothing."""
    out = bytearray(_objects({}))
    table = bytes(out).rindex(b"xref\n0 ")
    for _ in range(20_000):
        at = len(out)
        out += b"xref\n0 0\ntrailer\n<</Size 9/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
            table,
            at,
        )
        table = at
    return bytes(out)


def count_of_pages() -> bytes:
    return _objects({2: b"<</Type/Pages/Count 2000000000/Kids[3 0 R]>>"})


def number_endless() -> bytes:
    return _objects({5: b"9" * 5_000_000}, b"/X 5 0 R")


def name_endless() -> bytes:
    return _objects({5: b"/" + b"#41" * 2_000_000}, b"/X 5 0 R")


def text_endless() -> bytes:
    return _objects({5: b"(" + b"a" * 5_000_000 + b")"}, b"/X 5 0 R")


def text_nested() -> bytes:
    return _objects({5: b"(" * 400_000 + b")" * 400_000}, b"/AcroForm 5 0 R")


def remark_endless() -> bytes:
    return _objects({5: b"% " + b"a" * 5_000_000 + b"\n<<>>"}, b"/AcroForm 5 0 R")


def header_alone() -> bytes:
    return b"%PDF-1.7\n"


def header_late() -> bytes:
    return bytes(2000) + blank_paper()


def header_wrong() -> bytes:
    return b"%PDF-9.9\n" + blank_paper()[9:]


def nothing() -> bytes:
    return b""


def picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(4000)


def too_large() -> bytes:
    return b"%PDF-1.7\n" + bytes(300 * MEGABYTE)


BAD: tuple[Callable[[], bytes], ...] = (
    annotations_many,
    bomb,
    bomb_of_bombs,
    bomb_of_objects,
    bomb_table,
    count_of_objects,
    count_of_pages,
    encrypted,
    encrypted_for_owner,
    fields_many,
    header_alone,
    header_late,
    header_wrong,
    looped_fields,
    looped_length,
    looped_names,
    looped_pages,
    looped_reference,
    looped_tables,
    looped_tables_of_two,
    name_endless,
    nested_arrays,
    nested_dictionaries,
    nested_fields,
    nested_pages,
    nothing,
    number_endless,
    pages_5000,
    picture,
    remark_endless,
    size_of_tables,
    tables_many,
    text_endless,
    text_nested,
    too_large,
    xfa,
)


def _saved(
    change: Callable[[pikepdf.Pdf], None], *, encryption: pikepdf.Encryption | None = None
) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(blank_paper())) as pdf:
        change(pdf)
        pdf.save(out, encryption=encryption)
    return out.getvalue()


def _deflated(megabytes: int, begins: bytes = b"") -> bytes:
    """Blanks after a beginning; one megabyte is packed, and again and again put behind itself."""
    packer = zlib.compressobj(1)
    block = b" " * MEGABYTE
    head, packed = (
        packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH) for data in (begins, block)
    )
    summed = zlib.adler32(begins)
    for _ in range(megabytes):
        summed = zlib.adler32(block, summed)
    return head + packed * megabytes + packer.flush()[:-4] + summed.to_bytes(4, "big")


def _stream(words: bytes, held: bytes) -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (words, len(held), held)


def _objects(bodies: dict[int, bytes], root: bytes = b"") -> bytes:
    """A file of one page with these objects in it or in the place of its own."""
    plain = {
        1: b"<</Type/Catalog/Pages 2 0 R%b>>" % root,
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        4: _stream(b"", b"0 0 m"),
    }
    held = plain | bodies
    out = bytearray(b"%PDF-1.7\n")
    rows = []
    for at in sorted(held):
        rows.append(b"%d 1\n%010d 00000 n \n" % (at, len(out)))
        out += b"%d 0 obj\n%b\nendobj\n" % (at, held[at])
    table = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n" + b"".join(rows)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\n" % (max(held) + 1)
    return _ended(bytes(out), table)


def _packed(words: bytes, held: bytes) -> bytes:
    """A file whose catalogue is in a stream of objects."""
    pack = _stream(b"/Type/ObjStm/Filter/FlateDecode%b" % words, held)
    out = b"%PDF-1.7\n5 0 obj\n" + pack + b"\nendobj\n"
    rows = b"\x02\0\0\0\x05\0" + b"\x01" + (9).to_bytes(4, "big") + b"\0"
    table = b"/Type/XRef/Size 7/Index[1 1 5 1]/W[1 4 1]/Root 1 0 R"
    return _ended(out + b"6 0 obj\n" + _stream(table, rows) + b"\nendobj\n", len(out))


def _ended(data: bytes, table: int) -> bytes:
    return data + b"startxref\n%d\n%%%%EOF\n" % table


def main(pki: Path) -> None:
    """One line a file."""

    def now() -> datetime:
        return datetime.now(UTC)

    verifier = RegisterVerifier(load_trust(pki), now)
    check = open_check(pki, "http://127.0.0.1:9", now)
    for bad in BAD:
        data = bad()
        resource.setrlimit(
            resource.RLIMIT_AS, (MOST_MEMORY + 2 * len(data), resource.RLIM_INFINITY)
        )
        began = time.process_time()
        paper = verifier.verify(data, None).reason
        declaration = check.look(data, original=blank_paper()).reason
        seconds = time.process_time() - began
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        sys.stdout.write(f"{bad.__name__} {paper} {declaration} {seconds:.2f}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    main(Path(sys.argv[1]))
