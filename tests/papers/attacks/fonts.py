"""An update gives the same codes another face: what is read changes, what was written does not."""

from functools import partial
from typing import Any

from pikepdf import Array, Name, Pdf

from tests.papers.attacks import raw
from tests.papers.attacks.letter import HIDDEN


def _font(pdf: Pdf) -> Any:  # noqa: ANN401 - an object of the library's own making
    return pdf.Root.Pages.Kids[0].Resources.Font.F1


def _glyphs_swapped(pdf: Pdf) -> None:
    drawn = _font(pdf).CharProcs
    drawn.one, drawn.nine = drawn.nine, drawn.one


def _glyph_drawn_anew(pdf: Pdf) -> None:
    _font(pdf).CharProcs.one.write(b"0 0 500 700 d1 0 0 500 700 re f")


def _codes_swapped(pdf: Pdf) -> None:
    _font(pdf).Encoding.Differences = Array([49, Name.nine, 57, Name.one])


def _reading_swapped(pdf: Pdf) -> None:
    _font(pdf).ToUnicode.write(b"1 beginbfchar <31> <0039>")


def _another_font(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids[0].Resources.Font.F1 = pdf.Root[HIDDEN].font


def _widths(pdf: Pdf) -> None:
    _font(pdf).Widths = Array([0] * 9)


def _matrix(pdf: Pdf) -> None:
    _font(pdf).FontMatrix = Array([0.0001, 0, 0, 0.0001, 0, 0])


CHANGES = {
    f"font{change.__name__}": partial(raw.saved, change=change)
    for change in (
        _glyphs_swapped,
        _glyph_drawn_anew,
        _codes_swapped,
        _reading_swapped,
        _another_font,
        _widths,
        _matrix,
    )
}
