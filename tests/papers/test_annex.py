"""A file that goes with a paper: one line of text at the top right, as the page is seen.

NĐ 30/2020/NĐ-CP, Phụ lục I: no picture; number and symbol of the paper, time of signing with its
zone; upright, 10 pt, black. Text, size and place are read back from the sealed file.
"""

import asyncio
import hashlib
import re
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from procedures.papers.annex_check import (
    EMPTY_FIELD,
    ISSUED_BEFORE,
    LOCKED,
    TOO_LARGE,
    XFA,
    AnnexCheck,
)
from procedures.papers.citizen_pen import sign_as_citizen
from procedures.papers.embedding import add_field
from procedures.papers.pki_folder import PkiFolder, load
from procedures.papers.seal import Sealer
from procedures.papers.seal_fields import ANNEX_FIELD
from procedures.papers.signing import HeldSigner, PaperWriter
from procedures.papers.verdict import RegisterVerifier
from procedures.ports import Expectation, Outcome
from procedures.uploads import ENCRYPTED, TRUNCATED, UploadRefused
from tests.papers import bad_input
from tests.papers.blank import blank_paper
from tests.papers.conftest import AGENCY, PASSWORD, TestPki

WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]+)</word>'
)
NUMBER = "Số: 05/GPXD-UBND"
LINE = re.compile(NUMBER + r"; \d\d/\d\d/\d{4} \d\d:\d\d:\d\d \+07:00")
TALLNESS = 0.891 + 0.216
"""Of Tinos, as of Times: ascent and descent of a letter of size one."""


def drawing(
    size: tuple[float, float] = (595, 842),
    *,
    rotate: int = 0,
    crop: tuple[float, ...] | None = None,
) -> bytes:
    """Two sheets, the first ruled all over, into its very corners."""
    wide, high = size
    pdf = pikepdf.new()
    for _ in range(2):
        pdf.add_blank_page(page_size=size)
    page = pdf.pages[0]
    rules = "".join(f"0 {y} m {wide} {y} l S " for y in range(0, int(high), 3))
    page.contents_add(f"0.5 w {rules}".encode())
    if rotate:
        page.obj["/Parent"]["/Rotate"] = rotate
    if crop:
        page.cropbox = pikepdf.Array(crop)
    output = BytesIO()
    pdf.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return output.getvalue()


SHEETS: dict[str, tuple[bytes, tuple[float, float]]] = {
    "a1": (drawing((2384, 1684)), (2384, 1684)),
    "cropped": (drawing((1000, 900), crop=(150.5, 60, 745.5, 800)), (595, 740)),
    "cropped-turned": (
        drawing((1000, 900), crop=(150.5, 60, 745.5, 800), rotate=90),
        (740, 595),
    ),
    "portrait": (drawing(), (595, 842)),
    "turned": (drawing((842, 1191), rotate=90), (1191, 842)),
    "upside-down": (drawing(rotate=180), (595, 842)),
}


@pytest.fixture(scope="module")
def sealed(sealer: Sealer) -> dict[str, bytes]:
    """Every sheet as it goes with its paper."""
    return {
        name: sealer.annex(file, words=(NUMBER,), agency=AGENCY)
        for name, (file, _) in SHEETS.items()
    }


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_the_line_stands_upright_at_the_top_right_as_the_page_is_seen(
    sealed: dict[str, bytes], told: Callable[..., str], tmp_path: Path, name: str
) -> None:
    file, (wide, _) = SHEETS[name]
    assert AnnexCheck(20).read(file, "ban-ve.pdf") == 0
    assert sealed[name].startswith(file)
    told(sealed[name], "pdftotext", "-l", "1", "-cropbox", "-bbox")
    words = WORD.findall((tmp_path / "file.html").read_text("utf-8"))
    assert LINE.fullmatch(" ".join(word[4] for word in words))
    left, top, right, low = (
        [float(word[0]) for word in words],
        {float(word[1]) for word in words},
        [float(word[2]) for word in words],
        {float(word[3]) for word in words},
    )
    assert len(top) == len(low) == 1
    assert left == sorted(left)
    assert abs((low.pop() - next(iter(top))) - 10 * TALLNESS) < 0.05
    assert 0 < wide - right[-1] < 15
    assert 0 < top.pop() < 15


@pytest.mark.parametrize("name", ["portrait", "turned"])
def test_the_line_is_black_on_white_whatever_lies_beneath(
    sealed: dict[str, bytes], tmp_path: Path, name: str
) -> None:
    (tmp_path / "file.pdf").write_bytes(sealed[name])
    draw = ["pdftoppm", "-r", "72", "-l", "1", "-png", "-singlefile", "file.pdf", "seen"]
    subprocess.run(draw, cwd=tmp_path, check=True)
    with Image.open(tmp_path / "seen.png") as seen:
        edge = seen.width - 11
        band = seen.convert("L").crop((edge - 205, 11, edge, 25))
        colours = seen.convert("RGB").crop((edge - 205, 11, edge, 25)).getcolors(9999) or []
    shades = list(band.tobytes())
    assert min(shades) < 60
    assert sum(shade > 250 for shade in shades) / len(shades) > 0.6
    told_apart = [colour for _, colour in colours if isinstance(colour, tuple)]
    assert all(max(colour) - min(colour) < 12 for colour in told_apart)


def test_the_text_is_in_an_upright_times_of_its_own_and_nothing_else_is_drawn(
    sealed: dict[str, bytes],
) -> None:
    with pikepdf.open(BytesIO(sealed["portrait"])) as pdf:
        (field,) = (one for one in pdf.pages[0].Annots if str(one.T) == ANNEX_FIELD)
        drawn = field.AP.N
        font = drawn.Resources.Font.F1.DescendantFonts[0]
        assert "/XObject" not in drawn.Resources
        assert b"/F1 10 Tf" in drawn.read_bytes()
        assert str(font.BaseFont).endswith("+Tinos")
        assert font.FontDescriptor.FontFile2.read_bytes()
        assert font.FontDescriptor.ItalicAngle == 0
        assert field.V.Reference[0].TransformParams.P == 2


def test_a_sealed_file_is_genuine_renewed_too_and_altered_is_told(
    sealed: dict[str, bytes], sealer: Sealer, verifier: RegisterVerifier
) -> None:
    file = sealed["turned"]
    again = sealer.stamp_again(file)
    known = Expectation(_sha(file), (ANNEX_FIELD,), (_sha(again),))
    assert verifier.verify(file, known).outcome is Outcome.GENUINE
    assert verifier.verify(again, known).outcome is Outcome.GENUINE
    added = verifier.verify(file + b"% more", None)
    assert (added.outcome, added.reason) == (Outcome.ALTERED, "bytes-added")
    with pikepdf.open(BytesIO(file)) as pdf:
        pdf.pages[0].contents_add(b"0 0 400 400 re f")
        changed = BytesIO()
        pdf.save(changed)
    assert verifier.verify(changed.getvalue(), None).outcome is Outcome.ALTERED


def test_what_the_designer_signed_stays_valid(
    pki: TestPki, sealer: Sealer, verifier: RegisterVerifier, told: Callable[..., str]
) -> None:
    signed = sign_as_citizen(SHEETS["portrait"][0], pki.p12(), PASSWORD)
    assert AnnexCheck(20).read(signed, "ban-ve.pdf") == 1
    file = sealer.annex(signed, words=(NUMBER,), agency=AGENCY)
    assert file.startswith(signed)
    again = sealer.stamp_again(file)
    known = Expectation(_sha(file), (ANNEX_FIELD,), (_sha(again),), before=1)
    for edition in (file, again):
        verdict = verifier.verify(edition, known)
        assert verdict.outcome is Outcome.GENUINE, verdict.reason
        assert [one.field for one in verdict.signers] == [ANNEX_FIELD]
        theirs = PdfFileReader(BytesIO(edition)).embedded_signatures[0]
        theirs.compute_integrity_info()
        assert theirs.summarise_integrity_info()["docmdp_ok"]
    assert told(again, "pdfsig").count("Signature is Valid") == 2
    tampered = bytearray(file)
    tampered[SHEETS["portrait"][0].index(b"stream") + 20] ^= 1
    assert verifier.verify(bytes(tampered), known).outcome is Outcome.ALTERED


def _locked(pki: TestPki) -> bytes:
    held = load(PkiFolder(pki.folder).holder_path(AGENCY.key_id))
    meta = PdfSignatureMetadata("Khoa", certify=True, docmdp_permissions=MDPPerm.NO_CHANGES)
    signer = PdfSigner(meta, HeldSigner(held), new_field_spec=SigFieldSpec("Khoa"))
    writer = PaperWriter(BytesIO(drawing()))
    return bytes(asyncio.run(signer.async_sign_pdf(writer, bytes_reserved=16384)).getvalue())


def _with_empty_field(_: TestPki) -> bytes:
    writer = PaperWriter(BytesIO(drawing()))
    add_field(writer, "ChuKyChuNhiem", None, "Chủ nhiệm")
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()


REFUSED: dict[str, tuple[Callable[[TestPki], bytes], str]] = {
    "bomb": (lambda _: bad_input.bomb_of_objects(), TRUNCATED),
    "encrypted": (lambda _: bad_input.encrypted_for_owner(), ENCRYPTED),
    "field-left-empty": (_with_empty_field, EMPTY_FIELD),
    "locked": (_locked, LOCKED),
    "malformed": (lambda _: drawing()[:-400], TRUNCATED),
    "page-without-size": (
        lambda _: blank_paper().replace(b"/MediaBox", b"/MediaBix"),
        TRUNCATED,
    ),
    "too-large": (lambda _: drawing() + bytes(19 * 1024 * 1024), TOO_LARGE),
    "xfa": (lambda _: bad_input.xfa(), XFA),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_file_that_cannot_go_is_refused_with_the_reason(pki: TestPki, name: str) -> None:
    make, reason = REFUSED[name]
    with pytest.raises(UploadRefused) as refusal:
        AnnexCheck(20).read(make(pki), "ban-ve.pdf")
    assert refusal.value.msgid == reason


def test_a_file_that_went_with_another_paper_is_refused(sealed: dict[str, bytes]) -> None:
    with pytest.raises(UploadRefused) as refusal:
        AnnexCheck(20).read(sealed["portrait"], "ban-ve.pdf")
    assert refusal.value.msgid == ISSUED_BEFORE


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
