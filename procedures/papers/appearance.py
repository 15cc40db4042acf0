"""How a signature and a seal look on a paper: vector drawings, blue and red, each marked TEST.

NĐ 30/2020/NĐ-CP, Phụ lục I: the person's signature in blue, the agency's seal in red at its true
size. The project has no right to a real seal or emblem and draws none.
"""

from datetime import datetime
from itertools import pairwise
from pathlib import Path

from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.layout import AxisAlignment as Align
from pyhanko.pdf_utils.layout import BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.stamp import StaticStampStyle

from procedures.papers.outlines import Lettering
from procedures.papers.wording import zone_of
from procedures.papers.written import Writing
from procedures.ports import SignerRef

SEAL_SIZE = 102
SIGNATURE_SIZE = (153, 74)
_BLUE = "0.05 0.18 0.55"
_RED = "0.80 0.06 0.10"
_TIME_SIZE = 5.6
_CENTRE = (SEAL_SIZE / 2, SEAL_SIZE / 2)
_OUTER, _INNER, _TEXT_RADIUS = 49.5, 33.0, 38.0
# Four Bézier curves draw a circle when their handles have this share of the radius.
_KAPPA = 0.5523


class Appearances:
    """Drawings by holder, each made once; `fonts_dir` holds the paper's face."""

    def __init__(self, fonts_dir: Path) -> None:
        self._bold = Lettering.load(fonts_dir, "Tinos_700Bold.ttf")
        self._italic = Lettering.load(fonts_dir, "Tinos_400Regular_Italic.ttf")
        self.writing = Writing.load(fonts_dir)
        self._drawn: dict[tuple[str, str], str] = {}

    def signature(self, leader: SignerRef) -> StaticStampStyle:
        """The leader's signature, blue."""
        key = ("signature", leader.name)
        if key not in self._drawn:
            self._drawn[key] = self._draw_signature(leader.name)
        return _style(self._drawn[key], *SIGNATURE_SIZE)

    def seal(self, agency: SignerRef, at: datetime) -> StaticStampStyle:
        """The agency's seal, red, 36 mm across: its name around, the time of sealing inside.

        The time is told to the second, with its zone as ISO 8601 writes it.
        """
        key = ("seal", agency.organisation)
        if key not in self._drawn:
            self._drawn[key] = self._draw_seal(agency.organisation)
        day = self._centred(f"{at:%d/%m/%Y}", _TIME_SIZE, 36)
        hour = self._centred(f"{at:%H:%M:%S} {zone_of(at)}", _TIME_SIZE, 28.5)
        return _style(f"{self._drawn[key]} {day} {hour}", SEAL_SIZE, SEAL_SIZE)

    def _draw_signature(self, name: str) -> str:
        given = (name.split() or ["TEST"])[-1]
        size = min(44.0, 44.0 * 95 / max(self._italic.width(given, 44.0), 1.0))
        start = (SIGNATURE_SIZE[0] - self._italic.width(given, size)) / 2
        end = SIGNATURE_SIZE[0] - start
        stroke = (
            f"{start - 12:.2f} 20 m {start + 20:.2f} 2 {end - 30:.2f} 36 {end + 18:.2f} 22 c "
            f"{end + 4:.2f} 14 {end - 40:.2f} 12 {start + 24:.2f} 14 c S"
        )
        mark = self._bold.line("TEST", 7.0, end + 2, 8)
        return (
            f"{_BLUE} rg {_BLUE} RG 1.3 w 1 J 1 j {stroke} "
            f"{self._italic.line(given, size, start, 26)} {mark}"
        )

    def _draw_seal(self, organisation: str) -> str:
        text = organisation.upper()
        size = self._fitting(text, 8.5, _TEXT_RADIUS * 4.9)
        mark = self._centred("TEST", 18.0, 53)
        note = self._centred("KHÔNG CÓ GIÁ TRỊ", 6.0, 44)
        rings = f"2.2 w {_circle(_OUTER)} S 0.8 w {_circle(_OUTER - 3)} S {_circle(_INNER)} S"
        return (
            f"{_RED} rg {_RED} RG {rings} "
            f"{self._bold.arc(text, size, _TEXT_RADIUS, _CENTRE)} {mark} {note}"
        )

    def _centred(self, text: str, size: float, y: float) -> str:
        start = _CENTRE[0] - self._bold.width(text, size) / 2
        return self._bold.line(text, size, start, y)

    def _fitting(self, text: str, size: float, room: float) -> float:
        return min(size, size * room / max(self._bold.width(text, size), 1.0))


def _style(operators: str, width: int, height: int) -> StaticStampStyle:
    return StaticStampStyle(
        background=RawContent(operators.encode("ascii"), box=BoxConstraints(width, height)),
        background_layout=SimpleBoxLayoutRule(
            x_align=Align.ALIGN_MID, y_align=Align.ALIGN_MID, margins=Margins.uniform(0)
        ),
        border_width=0,
    )


def _circle(radius: float) -> str:
    x, y = _CENTRE
    handle = radius * _KAPPA
    quarters = ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 0))
    path = [f"{x + radius:.2f} {y:.2f} m"]
    for (a, b), (c, d) in pairwise(quarters):
        points = (
            (x + radius * a + handle * c, y + radius * b + handle * d),
            (x + radius * c + handle * a, y + radius * d + handle * b),
            (x + radius * c, y + radius * d),
        )
        path.append(" ".join(f"{px:.2f} {py:.2f}" for px, py in points) + " c")
    return " ".join((*path, "h"))
