"""What a forger can do to a signed file without the keys; each gives other bytes."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from types import MappingProxyType

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

Attack = Callable[[bytes], bytes]
_EOF = re.compile(rb"%%EOF\r?\n?")


def flip_in_content(data: bytes) -> bytes:
    """One digit of the drawn page becomes another."""
    at = data.index(b"200 60 re")
    return data[:at] + b"3" + data[at + 1 :]


def flip_in_signature(data: bytes) -> bytes:
    """One byte in the middle of the leader's signature."""
    at = data.index(b"/Contents <") + 400
    other = b"0" if data[at : at + 1] != b"0" else b"1"
    return data[:at] + other + data[at + 1 :]


def flip_in_seal(data: bytes) -> bytes:
    """One byte in the middle of the last signature."""
    at = data.rindex(b"/Contents <") + 400
    other = b"0" if data[at : at + 1] != b"0" else b"1"
    return data[:at] + other + data[at + 1 :]


def flip_in_enclosed_certificate(data: bytes) -> bytes:
    """The unused-bits octet of the authority's certificate inside the last signature."""
    start = data.rindex(b"/Contents <") + len(b"/Contents <")
    # The end of an ECDSA algorithm, a BIT STRING of some length, and its first octet.
    found = re.compile(rb"2A8648CE3D04030203(4[0-9A-F])00").search(data, start)
    assert found is not None
    at = found.end() - 2
    return data[:at] + b"1" + data[at + 1 :]


def flip_case_in_name(data: bytes) -> bytes:
    """A letter of the issuer's name in the last signature changes its case, thrice."""
    start = data.rindex(b"/Contents <")
    head, tail = data[:start], data[start:]
    return head + tail.replace(b"54455354204341", b"74455354204341")


def flip_in_header(data: bytes) -> bytes:
    """The binary comment of the second line."""
    return data[:11] + bytes([data[11] ^ 1]) + data[12:]


def widen_byte_range(data: bytes) -> bytes:
    """The last signature claims to leave out a little more than it does."""
    found = list(re.finditer(rb"/ByteRange \[0 (\d+) (\d+) (\d+)", data))[-1]
    shorter = str(int(found[1]) - 1).encode()
    return data[: found.start(1)] + shorter.rjust(len(found[1])) + data[found.end(1) :]


def paint_over(data: bytes) -> bytes:
    """An incremental update draws over the page."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    stream = generic.StreamObject(stream_data=b"q 1 0 0 rg 60 700 200 60 re f Q")
    writer.add_stream_to_page(0, writer.add_object(stream))
    return _written(writer)


def annotate(data: bytes) -> bytes:
    """An incremental update puts a free-text note on the page."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (60, 600, 300, 640))),
            pdf_name("/Contents"): generic.pdf_string("Đã miễn phí"),
            pdf_name("/DA"): generic.pdf_string("/Helv 12 Tf"),
        }
    )
    writer.register_annotation(writer.find_page_for_modification(0)[0], writer.add_object(note))
    return _written(writer)


def append_page(data: bytes) -> bytes:
    """An incremental update adds a page."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    pages = writer.root["/Pages"]
    page = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Page"),
            pdf_name("/Parent"): writer.root.raw_get("/Pages"),
            pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842))),
        }
    )
    pages["/Kids"].append(writer.add_object(page))
    pages[pdf_name("/Count")] = generic.NumberObject(int(pages["/Count"]) + 1)
    writer.update_container(pages)
    return _written(writer)


def change_title(data: bytes) -> bytes:
    """An incremental update rewrites the metadata only."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    info = generic.DictionaryObject({pdf_name("/Title"): generic.pdf_string("Giấy chứng nhận")})
    writer.set_info(writer.add_object(info))
    return _written(writer)


def swap_seal_picture(data: bytes) -> bytes:
    """An incremental update gives the seal another appearance."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    form = writer.root["/AcroForm"]["/Fields"]
    seal = next(form[at] for at in range(len(form)) if form[at]["/T"] == "ConDau")
    picture = generic.StreamObject(
        dict_data={
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 99, 99))),
        },
        stream_data=b"0 0 1 rg 0 0 99 99 re f",
    )
    looks = generic.DictionaryObject({pdf_name("/N"): writer.add_object(picture)})
    seal[pdf_name("/AP")] = looks
    writer.update_container(seal)
    return _written(writer)


def append_bytes(data: bytes) -> bytes:
    """Bytes after the end of the file."""
    return data + b"\n% phu luc\n"


def truncate(data: bytes) -> bytes:
    """The last tenth is missing."""
    return data[: len(data) * 9 // 10]


def halve(data: bytes) -> bytes:
    """The second half is missing."""
    return data[: len(data) // 2]


def cut_back(data: bytes) -> bytes:
    """Only the revision of the first signature is left: no seal."""
    ends = [found.end() for found in _EOF.finditer(data)]
    return data[: ends[-2]]


def save_again(data: bytes) -> bytes:
    """Another program wrote the whole file anew."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(out)
    return out.getvalue()


def encrypt(data: bytes) -> bytes:
    """Another program put a password on it."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="x", user="y"))
    return out.getvalue()


def strip_signatures(data: bytes) -> bytes:
    """The form with all signatures is taken out."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        del pdf.Root.AcroForm
        pdf.pages[0].Annots = pikepdf.Array()
        pdf.save(out)
    return out.getvalue()


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


ATTACKS: Mapping[str, Attack] = MappingProxyType(
    {
        attack.__name__: attack
        for attack in (
            flip_in_content,
            flip_in_signature,
            flip_in_seal,
            flip_in_enclosed_certificate,
            flip_case_in_name,
            flip_in_header,
            widen_byte_range,
            paint_over,
            annotate,
            append_page,
            change_title,
            swap_seal_picture,
            append_bytes,
            truncate,
            halve,
            cut_back,
            save_again,
            encrypt,
            strip_signatures,
        )
    }
)
