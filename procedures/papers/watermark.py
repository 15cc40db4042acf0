"""The pale diagonal of a paper without legal force, drawn as shapes.

As text it would be found by a search and read between the lines of the paper.
"""

from pathlib import Path
from typing import Final
from urllib.parse import quote

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

_WORDS: Final = "THỬ NGHIỆM"
_COLOUR: Final = "#f8eae9"
_TILT: Final = -54
_HEIGHT: Final = 27  # of a capital's body, in millimetres


def watermark(font: Path) -> str:
    """A style sheet that puts the words across every page, behind the text."""
    shape, width = _outline(font)
    scale = _HEIGHT / 1000
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-105 -148.5 210 297" '
        'width="210mm" height="297mm">'
        f'<path transform="rotate({_TILT}) scale({scale} {-scale}) translate({-width / 2} -330)" '
        f'fill="{_COLOUR}" d="{shape}"/></svg>'
    )
    address = f"data:image/svg+xml,{quote(picture)}"
    return f'@page {{ background: url("{address}") no-repeat center / 210mm 297mm border-box }}'


def _outline(path: Path) -> tuple[str, float]:
    """The words as one SVG path in units of a thousandth of the body, and their width."""
    with TTFont(path) as font:
        names, glyphs = font.getBestCmap(), font.getGlyphSet()
        em = font["head"].unitsPerEm
        pen = SVGPathPen(glyphs, lambda value: f"{value:.0f}")
        advance = 0.0
        for char in _WORDS:
            glyph = glyphs[names[ord(char)]]
            glyph.draw(TransformPen(pen, (1000 / em, 0, 0, 1000 / em, advance, 0)))
            advance += glyph.width * 1000 / em
        return pen.getCommands(), advance
