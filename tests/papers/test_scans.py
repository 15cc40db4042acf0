"""Digital copies: the scan at its own size, the words at the top right, sealed over all of it."""

import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from procedures.errors import NotLawful
from procedures.papers.scans import ScanCopier
from procedures.papers.seal import Sealer
from tests.papers.conftest import AGENCY

WORDS = ("SAO Y – BẢN SỐ HÓA", "Bộ phận Một cửa phường Tân Mỹ", "22/11/2026 09:15:30 +07:00")
A4_AT_200 = (1654, 2339)


@pytest.fixture(scope="module")
def copier(fonts_dir: Path) -> ScanCopier:
    return ScanCopier(fonts_dir)


def picture(kind: str, mode: str = "RGB", **how: object) -> bytes:
    """A white sheet of A4 at 200 dpi."""
    output = BytesIO()
    Image.new(mode, A4_AT_200, "white").save(output, kind, **how)
    return output.getvalue()


def sheets(count: int = 2) -> bytes:
    """A PDF of blank pages."""
    pdf = pikepdf.new()
    for _ in range(count):
        pdf.add_blank_page(page_size=(595, 842))
    output = BytesIO()
    pdf.save(output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("kind", "mode", "media_type"),
    [
        ("JPEG", "RGB", "image/jpeg"),
        ("JPEG", "L", "image/jpeg"),
        ("JPEG", "CMYK", "image/jpeg"),
        ("PNG", "RGBA", "image/png"),
        ("PNG", "L", "image/png"),
    ],
)
def test_a_picture_becomes_a_page_of_its_own_size(
    copier: ScanCopier, kind: str, mode: str, media_type: str
) -> None:
    copy = copier.copy(picture(kind, mode, dpi=(200, 200)), media_type, WORDS)
    assert copy is not None
    with pikepdf.open(BytesIO(copy)) as pdf:
        (page,) = pdf.pages
        assert [round(float(edge)) for edge in page.mediabox] == [0, 0, 595, 842]
        assert str(pdf.docinfo["/Subject"]) == "; ".join(WORDS)


def test_a_plain_jpeg_keeps_its_very_bytes(copier: ScanCopier) -> None:
    scan = picture("JPEG", quality=90)
    copy = copier.copy(scan, "image/jpeg", WORDS)
    assert copy is not None
    assert scan in copy


def test_a_pdf_keeps_its_pages_and_the_first_is_marked(copier: ScanCopier) -> None:
    copy = copier.copy(sheets(), "application/pdf", WORDS)
    assert copy is not None
    with pikepdf.open(BytesIO(copy)) as pdf:
        first, second = pdf.pages
        assert first.get("/Contents") is not None
        assert second.get("/Contents") is None or len(second.Contents.read_bytes()) == 0


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_words_stand_upright_at_the_top_right_however_the_page_is_turned(
    copier: ScanCopier, tmp_path: Path, turn: int
) -> None:
    with pikepdf.open(BytesIO(sheets(1))) as pdf:
        pdf.pages[0].obj["/Parent"]["/Rotate"] = turn
        turned = BytesIO()
        pdf.save(turned)
    copy = copier.copy(turned.getvalue(), "application/pdf", WORDS)
    assert copy is not None
    (tmp_path / "copy.pdf").write_bytes(copy)
    draw = ["pdftoppm", "-r", "72", "-gray", "-png", "-singlefile", "copy.pdf", "seen"]
    subprocess.run(draw, cwd=tmp_path, check=True)
    with Image.open(tmp_path / "seen.png") as seen:
        dark = seen.point(lambda shade: 255 if shade < 128 else 0).getbbox()
        wide, high = seen.size
    assert dark is not None
    left, top, right, low = dark
    assert left > wide / 2
    assert low < high / 8
    assert right - left > low - top


def test_a_file_with_a_digital_signature_is_an_original(copier: ScanCopier, sealer: Sealer) -> None:
    sealed = sealer.apply(sheets(1), leader=None, agency=AGENCY)
    assert copier.copy(sealed, "application/pdf", WORDS) is None


def test_the_seal_covers_the_copy(copier: ScanCopier, sealer: Sealer) -> None:
    copy = copier.copy(picture("JPEG"), "image/jpeg", WORDS)
    assert copy is not None
    sealed = sealer.apply(copy, leader=None, agency=AGENCY)
    assert sealed.startswith(copy)
    assert b"/ByteRange" in sealed


@pytest.mark.parametrize("media_type", ["application/pdf", "image/jpeg"])
def test_bytes_that_are_no_document_are_refused(copier: ScanCopier, media_type: str) -> None:
    with pytest.raises(NotLawful):
        copier.copy(b"%PDF-1.7 nothing", media_type, WORDS)
