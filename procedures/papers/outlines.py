"""Words as outlines of the paper's face, so that a seal needs no font of its own in the file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from math import cos, pi, sin
from pathlib import Path
from typing import Self

from fontTools.pens.basePen import BasePen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from procedures.papers.cuts import find_cut

_Point = tuple[float, float]


class _PdfPen(BasePen):
    """Collects PDF path operators; the base class turns quadratic curves into cubic ones."""

    def __init__(self, font: TTFont) -> None:
        # A letter with marks is drawn from its parts, which the pen looks up in the glyph set.
        super().__init__(font.getGlyphSet())
        self.operators: list[str] = []

    def _moveTo(self, pt: _Point) -> None:  # noqa: N802 - fontTools' hook
        self._add("m", pt)

    def _lineTo(self, pt: _Point) -> None:  # noqa: N802 - fontTools' hook
        self._add("l", pt)

    def _curveToOne(self, pt1: _Point, pt2: _Point, pt3: _Point) -> None:  # noqa: N802 - hook
        self._add("c", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802 - fontTools' hook
        self._add("h")

    def _add(self, operator: str, *points: _Point) -> None:
        numbers = (f"{value:.2f}" for point in points for value in point)
        self.operators.append(" ".join((*numbers, operator)))


@dataclass(frozen=True, slots=True)
class Lettering:
    """One cut of the paper's face, ready to draw; each letter is looked up in the font once."""

    font: TTFont
    _drawn: dict[str, DecomposingRecordingPen] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path, file_name: str) -> Self:
        """Find the cut in the folder or one level below; raises FileNotFoundError."""
        return cls(TTFont(BytesIO(find_cut(folder, file_name).read_bytes()), lazy=True))

    def width(self, text: str, size: float) -> float:
        """How wide the text is, in points."""
        return sum(advance for _, advance in self._glyphs(text)) * self._scale(size)

    def line(self, text: str, size: float, x: float, y: float) -> str:
        """Filled outlines of the text with its baseline starting at (x, y)."""
        pen = _PdfPen(self.font)
        scale = self._scale(size)
        for glyph, advance in self._glyphs(text):
            self._draw(glyph, pen, (scale, 0, 0, scale, x, y))
            x += advance * scale
        return " ".join((*pen.operators, "f"))

    def arc(self, text: str, size: float, radius: float, centre: _Point) -> str:
        """Filled outlines of the text along the top of a circle, read clockwise."""
        pen = _PdfPen(self.font)
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
            self._draw(glyph, pen, (a, b, -b, a, x - back * a, y - back * b))
            angle -= half
        return " ".join((*pen.operators, "f"))

    def _glyphs(self, text: str) -> Iterator[tuple[str, int]]:
        cmap = self.font.getBestCmap()
        metrics = self.font["hmtx"]
        for character in text:
            glyph = cmap.get(ord(character), ".notdef")
            yield glyph, metrics[glyph][0]

    def _draw(
        self, glyph: str, pen: _PdfPen, matrix: tuple[float, float, float, float, float, float]
    ) -> None:
        if glyph not in self._drawn:
            strokes = DecomposingRecordingPen(pen.glyphSet)
            pen.glyphSet[glyph].draw(strokes)
            self._drawn[glyph] = strokes
        self._drawn[glyph].replay(TransformPen(pen, matrix))

    def _scale(self, size: float) -> float:
        return size / float(self.font["head"].unitsPerEm)
