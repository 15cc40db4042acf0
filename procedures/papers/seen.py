"""A page as it is looked at: turned by its /Rotate, cut to its /CropBox, its own plane beneath.

Words that are put on a stranger's page must stand upright where a reader sees its corner, however
the page was fed into the scanner or turned by the draughtsman.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

_TURNS = {
    0: (1, 0, 0, 1),
    90: (0, 1, -1, 0),
    180: (-1, 0, 0, -1),
    270: (0, -1, 1, 0),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """Its size as seen, in the page's own units; `turn` and `origin` lead from there to its plane.

    `turn` is the upper part of the matrix, ISO 32000-1 8.3.3: a, b, c, d.
    """

    width: float
    height: float
    turn: tuple[int, int, int, int]
    origin: tuple[float, float]

    @classmethod
    def of(cls, box: Sequence[float], rotate: int) -> Self:
        """The page with this visible box, turned clockwise by so many degrees."""
        left, right = sorted((box[0], box[2]))
        low, top = sorted((box[1], box[3]))
        wide, high = right - left, top - low
        degrees = rotate % 360
        origin = {0: (left, low), 90: (right, low), 180: (right, top), 270: (left, top)}[degrees]
        if degrees in {90, 270}:
            wide, high = high, wide
        return cls(wide, high, _TURNS[degrees], origin)

    @property
    def upright(self) -> str:
        """The whole matrix as the operator `cm` takes it."""
        numbers = " ".join(str(number) for number in self.turn)
        return f"{numbers} {self.origin[0]:.2f} {self.origin[1]:.2f}"

    def place(self, left: float, low: float, right: float, top: float) -> tuple[float, ...]:
        """A rectangle as seen, in the page's own plane: lower left corner, then upper right."""
        a, b, c, d = self.turn
        x, y = self.origin
        across = [a * u + c * v + x for u, v in ((left, low), (right, top))]
        up = [b * u + d * v + y for u, v in ((left, low), (right, top))]
        return (min(across), min(up), max(across), max(up))
