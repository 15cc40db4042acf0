"""Signature and seal as the law shows them, read back from the sealed file.

NĐ 30/2020/NĐ-CP, Phụ lục I: the signature in blue, in the middle between title and name; the seal
in red at its true size, over about a third of the signature, to its left; agency and time.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from procedures.papers.press import WeasyPress
from procedures.papers.seal import Sealer
from procedures.papers.seal_fields import AGENCY_FIELD, LEADER_FIELD
from procedures.ports import SignerRef
from tests.papers.samples import BIRTH

MILLIMETRE = 72 / 25.4
WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)</word>'
)
SIGNATORY = {
    "authority": "TM. Ủy ban nhân dân\nKT. Chủ tịch",
    "title": "Phó Chủ tịch",
    "name": "Hoàng Thị Ngọc Hường",
}
COMMUNE = "Ủy ban nhân dân xã Đồng Hưu"
LEADER = SignerRef("leader-3", SIGNATORY["name"], "Phó Chủ tịch", COMMUNE)
AGENCY = SignerRef("unit-7", COMMUNE, "", COMMUNE)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@pytest.fixture(scope="module")
def sealed(sealer: Sealer, press: WeasyPress) -> bytes:
    """A birth certificate signed by a deputy for the chair."""
    printed = press.render("giay-khai-sinh", {**BIRTH, "signatory": SIGNATORY})
    return sealer.apply(printed, leader=LEADER, agency=AGENCY)


@pytest.fixture(scope="module")
def widgets(sealed: bytes) -> dict[str, Box]:
    """Where each signature is drawn."""
    with pikepdf.open(BytesIO(sealed)) as pdf:
        page = pdf.pages[-1]
        height = float(page.mediabox[3])
        found = {}
        for widget in page.Annots:
            left, low, right, high = (float(edge) for edge in widget.Rect)
            found[str(widget.T)] = Box(left, height - high, right, height - low)
    return found


def line_of(told: str, *words: str) -> Box:
    """The box of a line of the page, found by its words."""
    found = [Box(*(float(n) for n in match[:4])) for match in _run(WORD.findall(told), words)]
    return Box(
        found[0].left, min(b.top for b in found), found[-1].right, max(b.bottom for b in found)
    )


def _run(every: list[tuple[str, ...]], words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    said = [match[4] for match in every]
    starts = [n for n in range(len(said)) if tuple(said[n : n + len(words)]) == words]
    assert starts, words
    return iter(every[starts[-1] : starts[-1] + len(words)])


def test_the_signature_is_in_the_middle_between_title_and_name(
    sealed: bytes, widgets: dict[str, Box], told: Callable[..., str], tmp_path: Path
) -> None:
    told(sealed, "pdftotext", "-bbox")
    text = (tmp_path / "file.html").read_text("utf-8")
    title, name = line_of(text, "PHÓ", "CHỦ", "TỊCH"), line_of(text, *SIGNATORY["name"].split())
    over = line_of(text, "KT.", "CHỦ", "TỊCH"), line_of(text, "TM.", "ỦY", "BAN", "NHÂN", "DÂN")
    drawn = widgets[LEADER_FIELD]
    assert over[1].bottom <= over[0].bottom <= title.top + 3
    assert title.bottom - 2 <= drawn.top
    assert drawn.bottom <= name.top + 2
    for line in (title, name, *over):
        assert abs(line.centre - drawn.centre) < 2


def test_the_seal_has_its_true_size_and_covers_a_third_of_the_signature_on_its_left(
    widgets: dict[str, Box],
) -> None:
    seal, drawn = widgets[AGENCY_FIELD], widgets[LEADER_FIELD]
    assert abs((seal.right - seal.left) / MILLIMETRE - 36) < 0.5
    assert abs((seal.bottom - seal.top) / MILLIMETRE - 36) < 0.5
    assert seal.left < drawn.left < seal.right < drawn.centre
    covered = (seal.right - drawn.left) / (drawn.right - drawn.left)
    assert 0.28 < covered < 0.38
    assert seal.top < drawn.bottom
    assert drawn.top < seal.bottom


def test_the_signature_is_blue_the_seal_red_and_tells_the_time_with_its_zone(
    sealed: bytes,
) -> None:
    colours = {}
    with pikepdf.open(BytesIO(sealed)) as pdf:
        for widget in (one for one in pdf.pages[-1].Annots if "/AP" in one):
            drawing = b"".join(form.read_bytes() for form in _forms(widget.AP.N))
            match = re.search(rb"([\d.]+) ([\d.]+) ([\d.]+) rg", drawing)
            if match:
                colours[str(widget.T)] = tuple(float(part) for part in match.groups())
        seal = next(w for w in pdf.pages[-1].Annots if str(w.T) == AGENCY_FIELD)
        assert str(seal.V.Name) == AGENCY.name
        assert re.fullmatch(r"D:\d{14}\+07'00'?", str(seal.V.M))
    red, _, blue = range(3)
    assert colours[LEADER_FIELD][blue] > 2 * colours[LEADER_FIELD][red]
    assert colours[AGENCY_FIELD][red] > 2 * colours[AGENCY_FIELD][blue]


def _forms(form: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """A drawing and every drawing that it is put together from."""
    yield form
    if "/Resources" in form and "/XObject" in form.Resources:
        for inner in form.Resources.XObject.values():
            yield from _forms(inner)
