"""The pale diagonal of a paper without legal force, drawn as shapes.

As text it would be found by a search and read between the lines of the paper; as a
picture of the style sheet it would be laid out anew for every page.
"""

from math import cos, radians, sin
from pathlib import Path
from typing import Final

from procedures.papers.outlines import Lettering

_WORDS: Final = "THỬ NGHIỆM"
_COLOUR: Final = "0.972 0.918 0.914"
_SIZE: Final = 77
_TILT: Final = radians(54)
_CENTRE: Final = (297.64, 420.94)


def watermark(fonts_dir: Path) -> bytes:
    """PDF operators that put the words across an A4 page; an artifact, so no reader speaks them."""
    letters = Lettering.load(fonts_dir, "Tinos_700Bold.ttf")
    start = -letters.width(_WORDS, _SIZE) / 2
    a, b = cos(_TILT), sin(_TILT)
    turn = f"{a:.4f} {b:.4f} {-b:.4f} {a:.4f} {_CENTRE[0]} {_CENTRE[1]} cm"
    words = letters.line(_WORDS, _SIZE, start, -_SIZE / 3)
    return f"/Artifact BMC q {_COLOUR} rg {turn} {words} Q EMC".encode()
