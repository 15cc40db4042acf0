"""The paper's own face: four Tinos files named by address, and nothing else from the machine.

A system font of the same name must never step in, so the family has a name that no
installed font carries, and the fetcher opens these four files and `data:` images only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from procedures.papers.cuts import find_cut

FAMILY: Final = "Tinos Giay To"
_CUTS: Final[Mapping[str, tuple[int, str]]] = {
    "Tinos_400Regular.ttf": (400, "normal"),
    "Tinos_400Regular_Italic.ttf": (400, "italic"),
    "Tinos_700Bold.ttf": (700, "normal"),
    "Tinos_700Bold_Italic.ttf": (700, "italic"),
}


@dataclass(frozen=True, slots=True)
class Face:
    """The four files, the style sheet that names them, and the characters they can draw."""

    addresses: frozenset[str]
    style_sheet: str
    characters: frozenset[int]


def load_face(folder: Path) -> Face:
    """Find the four cuts in `folder` (or one level of folders below it).

    Raises FileNotFoundError naming the first file that is missing.
    """
    files = {name: find_cut(folder, name) for name in _CUTS}
    rules = (_rule(files[name], weight, style) for name, (weight, style) in _CUTS.items())
    drawable = frozenset.intersection(*(_characters(path) for path in files.values()))
    return Face(
        addresses=frozenset(path.as_uri() for path in files.values()),
        style_sheet="\n".join(rules),
        characters=drawable,
    )


def _rule(path: Path, weight: int, style: str) -> str:
    return (
        f"@font-face {{ font-family: '{FAMILY}'; font-weight: {weight}; "
        f"font-style: {style}; src: url('{path.as_uri()}'); }}"
    )


def _characters(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


class PaperFetcher(URLFetcher):
    """Opens the face's own files and `data:` images; anything else stops the paper."""

    def __init__(self, addresses: frozenset[str]) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False)
        self._addresses = addresses

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The bytes behind `url`; FatalURLFetchingError for every address that is not ours."""
        if not url.startswith("data:") and url not in self._addresses:
            message = "a paper may not reach outside itself"
            raise FatalURLFetchingError(message)
        return super().fetch(url, headers)
