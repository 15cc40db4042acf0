"""Digital copies of scans: one PDF at the scan's own size, the words of the copy at the top right.

NĐ 30/2020/NĐ-CP Phụ lục I and TT 01/2023/TT-VPCP: PDF, in colour, at 100 %; the form of the copy,
the agency and the time stand at the top right of the first page.
"""

import zlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

import pikepdf
from PIL import Image, ImageOps

from procedures.errors import N_, NotLawful
from procedures.papers.outlines import Lettering
from procedures.papers.seen import Seen

NO_DOCUMENT: Final = N_("Tệp quét này không mở được nên không lập được bản số hóa.")
USUAL_DPI: Final = 200
"""TT 01/2023/TT-VPCP: at least this; a picture that names no resolution is taken for it."""
_POINTS: Final = 72
_A4_WIDTH: Final = 595.28
_SIZE: Final = 10.0
_LEAD: Final = 13.0
_EDGE: Final = 18.0
_ORIENTATION: Final = 0x0112
_PLAIN_JPEG: Final = {"RGB": pikepdf.Name.DeviceRGB, "L": pikepdf.Name.DeviceGray}


class ScanCopier:
    """Implements `procedures.ports.Copier`; `fonts_dir` holds the paper's face."""

    def __init__(self, fonts_dir: Path) -> None:
        self._face = Lettering.load(fonts_dir, "Tinos_400Regular.ttf")

    def copy(self, scan: bytes, media_type: str, words: Sequence[str]) -> bytes | None:
        """The marked copy, unsigned; None for a PDF with a signature of its own."""
        try:
            pdf = _opened(scan) if media_type == "application/pdf" else _pictured(scan)
            if pdf is None:
                return None
            self._mark(pdf, words)
            pdf.docinfo["/Subject"] = "; ".join(words)
            output = BytesIO()
            pdf.save(output, min_version="1.7", deterministic_id=True)
        except (pikepdf.PdfError, OSError, ValueError, Image.DecompressionBombError) as fault:
            raise NotLawful(NO_DOCUMENT) from fault
        return output.getvalue()

    def _mark(self, pdf: pikepdf.Pdf, words: Sequence[str]) -> None:
        """Black words in outlines, so that no face of the scan's own gets in their way."""
        page = pdf.pages[0]
        seen = _as_seen(page)
        scale = seen.width / _A4_WIDTH
        lines = [
            self._line(word, number, seen.width, seen.height, scale)
            for number, word in enumerate(words)
        ]
        drawn = "\n".join((f"q {seen.upright} cm 0 g", *lines, "Q")).encode("ascii")
        page.contents_add(b"q", prepend=True)
        page.contents_add(b"Q\n" + drawn)

    def _line(self, word: str, number: int, right: float, top: float, scale: float) -> str:
        size = _SIZE * scale
        x = right - _EDGE * scale - self._face.width(word, size)
        return self._face.line(word, size, x, top - (_EDGE + _LEAD * number) * scale)


def _as_seen(page: pikepdf.Page) -> Seen:
    """A scanner that is fed askew says by /Rotate how far the page is to be turned clockwise."""
    return Seen.of([float(edge) for edge in page.cropbox], _rotation(page))


def _rotation(page: pikepdf.Page) -> int:
    """The page's own turn, or the one that it inherits."""
    node: pikepdf.Object | None = page.obj
    while node is not None:
        if "/Rotate" in node:
            return int(node["/Rotate"]) % 360
        node = node.get("/Parent")
    return 0


def _opened(scan: bytes) -> pikepdf.Pdf | None:
    pdf = pikepdf.open(BytesIO(scan))
    if not pdf.pages:
        raise ValueError(NO_DOCUMENT)
    form = pdf.Root.get("/AcroForm")
    signed = form is not None and int(form.get("/SigFlags", 0)) & 1
    return None if signed else pdf


def _pictured(scan: bytes) -> pikepdf.Pdf:
    """A page as large as the picture at its resolution."""
    with Image.open(BytesIO(scan)) as picture:
        wide, high = picture.size
        upright = picture.getexif().get(_ORIENTATION, 1) == 1
        across, down = _resolution(picture)
        pdf = pikepdf.new()
        if picture.format == "JPEG" and upright and picture.mode in _PLAIN_JPEG:
            image = _image(pdf, scan, (wide, high), _PLAIN_JPEG[picture.mode], "/DCTDecode")
        else:
            turned = ImageOps.exif_transpose(picture).convert("RGB")
            if turned.size != (wide, high):
                across, down = down, across
            wide, high = turned.size
            packed = zlib.compress(turned.tobytes())
            image = _image(pdf, packed, turned.size, pikepdf.Name.DeviceRGB, "/FlateDecode")
    width, height = wide * _POINTS / across, high * _POINTS / down
    pdf.add_blank_page(page_size=(width, height))
    page = pdf.pages[0]
    name = page.add_resource(image, pikepdf.Name.XObject)
    page.contents_add(f"q {width:.2f} 0 0 {height:.2f} 0 0 cm {name} Do Q".encode("ascii"))
    return pdf


def _resolution(picture: Image.Image) -> tuple[float, float]:
    across, down = picture.info.get("dpi", (USUAL_DPI, USUAL_DPI))
    return (float(across), float(down)) if across > 1 and down > 1 else (USUAL_DPI, USUAL_DPI)


def _image(
    pdf: pikepdf.Pdf, data: bytes, size: tuple[int, int], space: pikepdf.Name, packing: str
) -> pikepdf.Stream:
    return pikepdf.Stream(
        pdf,
        data,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=size[0],
        Height=size[1],
        ColorSpace=space,
        BitsPerComponent=8,
        Filter=pikepdf.Name(packing),
    )
