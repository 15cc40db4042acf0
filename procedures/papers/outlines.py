"""Words as outlines of the paper's face, so that a seal needs no font of its own in the file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from math import cos, pi, sin
from pathlib import Path
from typing import Self

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from procedures.papers.cuts import find_cut

_Point = tuple[float, float]
_Strokes = tuple[tuple[str, tuple[_Point, ...]], ...]


class _StrokePen(BasePen):
    """Collects a letter's strokes; the base class turns quadratic curves into cubic ones."""

    def __init__(self, font: TTFont) -> None:
        # A letter with marks is drawn from its parts, which the pen looks up in the glyph set.
        super().__init__(font.getGlyphSet())
        self.strokes: list[tuple[str, tuple[_Point, ...]]] = []

    def _moveTo(self, pt: _Point) -> None:  # noqa: N802 - fontTools' hook
        self.strokes.append(("m", (pt,)))

    def _lineTo(self, pt: _Point) -> None:  # noqa: N802 - fontTools' hook
        self.strokes.append(("l", (pt,)))

    def _curveToOne(self, pt1: _Point, pt2: _Point, pt3: _Point) -> None:  # noqa: N802 - hook
        self.strokes.append(("c", (pt1, pt2, pt3)))

    def _closePath(self) -> None:  # noqa: N802 - fontTools' hook
        self.strokes.append(("h", ()))


@dataclass(frozen=True, slots=True)
class Lettering:
    """One cut of the paper's face, ready to draw; each letter is looked up in the font once."""

    font: TTFont
    _letters: dict[str, _Strokes] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path, file_name: str) -> Self:
        """Find the cut in the folder or one level below; raises FileNotFoundError."""
        return cls(TTFont(BytesIO(find_cut(folder, file_name).read_bytes()), lazy=True))

    def width(self, text: str, size: float) -> float:
        """How wide the text is, in points."""
        return sum(advance for _, advance in self._glyphs(text)) * self._scale(size)

    def line(self, text: str, size: float, x: float, y: float) -> str:
        """Filled outlines of the text with its baseline starting at (x, y)."""
        operators: list[str] = []
        scale = self._scale(size)
        for glyph, advance in self._glyphs(text):
            operators += self._drawn(glyph, (scale, 0, 0, scale, x, y))
            x += advance * scale
        return " ".join((*operators, "f"))

    def arc(self, text: str, size: float, radius: float, centre: _Point) -> str:
        """Filled outlines of the text along the top of a circle, read clockwise."""
        operators: list[str] = []
        scale = self._scale(size)
        angle = pi / 2 + self.width(text, size) / radius / 2
        for glyph, advance in self._glyphs(text):
            half = advance * scale / radius / 2
            angle -= half
            x = centre[0] + radius * cos(angle)
            y = centre[1] + radius * sin(angle)
            turn = angle - pi / 2
            a, b = scale * cos(turn), scale * sin(turn)
            back = advance / 2
            operators += self._drawn(glyph, (a, b, -b, a, x - back * a, y - back * b))
            angle -= half
        return " ".join((*operators, "f"))

    def _glyphs(self, text: str) -> Iterator[tuple[str, int]]:
        cmap = self.font.getBestCmap()
        metrics = self.font["hmtx"]
        for character in text:
            glyph = cmap.get(ord(character), ".notdef")
            yield glyph, metrics[glyph][0]

    def _drawn(
        self, glyph: str, matrix: tuple[float, float, float, float, float, float]
    ) -> Iterator[str]:
        a, b, c, d, e, f = matrix
        for operator, points in self._strokes(glyph):
            for x, y in points:
                yield f"{a * x + c * y + e:.2f} {b * x + d * y + f:.2f}"
            yield operator

    def _strokes(self, glyph: str) -> _Strokes:
        if glyph not in self._letters:
            pen = _StrokePen(self.font)
            pen.glyphSet[glyph].draw(pen)
            self._letters[glyph] = tuple(pen.strokes)
        return self._letters[glyph]

    def _scale(self, size: float) -> float:
        return size / float(self.font["head"].unitsPerEm)
