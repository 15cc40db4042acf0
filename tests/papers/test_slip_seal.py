"""On a slip the seal stands by itself: no word of the page lies under its circle."""

import html
import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from math import hypot

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from procedures.catalogue import SlipSigner, form_sets
from procedures.papers.places import AGENCY_PLACE, places
from procedures.papers.press import WeasyPress
from tests.papers.samples import ALL, Sample

LONG_NAME = "Công Tằng Tôn Nữ Nguyễn Phước Hoàng Quỳnh Hương"
_OFFICERS = {
    form.template
    for one in form_sets()
    for form in one.slips.values()
    if form.signer is SlipSigner.OFFICER
}
_SLIPS = sorted(name for name in ALL if name.split("+")[0] in _OFFICERS)

_PAGE = re.compile(r'<page width="[\d.]+" height="([\d.]+)"')
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)<')

Box = tuple[float, float, float, float]


def _words(pdf: bytes) -> Iterator[tuple[int, str, Box]]:
    """Each word's page, letters and box in points from the lower left corner."""
    done = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"],  # noqa: S607
        input=pdf, capture_output=True, check=True, timeout=30,
    )  # fmt: skip
    page, height = -1, 0.0
    for line in done.stdout.decode().splitlines():
        if new := _PAGE.search(line):
            page, height = page + 1, float(new[1])
        elif word := _WORD.search(line):
            left, top, right, bottom = (float(edge) for edge in word.groups()[:4])
            yield page, html.unescape(word[5]), (left, height - bottom, right, height - top)


def _beneath(pdf: bytes) -> list[str]:
    """The words that the seal's circle touches."""
    seal = places(PdfFileReader(BytesIO(pdf)))[AGENCY_PLACE]
    left, bottom, right, top = seal.box
    x, y, radius = (left + right) / 2, (bottom + top) / 2, (right - left) / 2
    return [
        word
        for page, word, (a, b, c, d) in _words(pdf)
        if page == seal.page and hypot(max(a - x, 0, x - c), max(b - y, 0, y - d)) < radius
    ]


def _named(sample: Sample, name: str) -> Sample:
    receiver, applicant = {"name": name}, {**sample["applicant"], "name": name}
    return {**sample, "receiver": receiver, "applicant": applicant}


@pytest.mark.parametrize("name", _SLIPS)
def test_the_seal_touches_no_word(press: WeasyPress, name: str) -> None:
    template, _, _ = name.partition("+")
    for context in (ALL[name], _named(ALL[name], LONG_NAME)):
        pdf = press.render(template, context)
        assert context["receiver"]["name"] in " ".join(word for _, word, _ in _words(pdf))
        assert _beneath(pdf) == []


def test_an_ordinary_reception_slip_stays_on_one_page(press: WeasyPress) -> None:
    pdf = press.render("giay-tiep-nhan", ALL["giay-tiep-nhan"])
    assert {page for page, _, _ in _words(pdf)} == {0}
