"""Last touches on a printed paper, and how the seal finds its places again.

WeasyPrint writes named destinations as bare points; a place for a signature is a
rectangle. The finisher writes it as the standard `/FitR` destination, which any PDF
reader understands and which survives signing.
"""

import io
from dataclasses import dataclass
from typing import Final

import pikepdf
import pydyf
from weasyprint import Document

PLACES: Final = ("chu-ky", "con-dau", "nguoi-khai")
"""Leader's signature, agency's seal, applicant's own signature on a declaration."""

_POINTS_PER_PIXEL: Final = 0.75


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in PDF points from the lower left corner; pages count from 0."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


def finish(document: Document, pdf: pydyf.PDF) -> None:
    """Turn the places for signatures into rectangles, and list each attachment once.

    WeasyPrint 70 writes the same file specification twice into `/AF` of a PDF/A-3.
    """
    names = pdf.catalog.get("Names")
    if names is not None and "Dests" in names:
        names["Dests"] = pydyf.Dictionary({"Names": _destinations(document, pdf)})
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _destinations(document: Document, pdf: pydyf.PDF) -> pydyf.Array:
    found: dict[str, pydyf.Array] = {}
    for reference, page in zip(pdf.page_references, document.pages, strict=True):
        for name, (x0, top, x1, bottom) in page.anchors.items():
            corners = (x0, page.height - bottom, x1, page.height - top)
            points = [round(value * _POINTS_PER_PIXEL, 2) for value in corners]
            found.setdefault(name, pydyf.Array([reference, "/FitR", *points]))
    listed = (part for name in sorted(found) for part in (pydyf.String(name), found[name]))
    return pydyf.Array(listed)


def signature_boxes(pdf: bytes) -> dict[str, Box]:
    """The places that a paper keeps for signatures, by name (see `PLACES`).

    A slip has no "chu-ky", a declaration no "con-dau"; a foreign file has none at all.
    """
    with pikepdf.open(io.BytesIO(pdf)) as file:
        names = file.Root.get("/Names")
        if names is None or "/Dests" not in names:
            return {}
        tree = pikepdf.NameTree(names.Dests)
        pages = {page.objgen: number for number, page in enumerate(file.pages)}
        return {
            name: _box(tree[name], pages)
            for name in PLACES
            if name in tree
        }


def _box(destination: pikepdf.Object, pages: dict[tuple[int, int], int]) -> Box:
    page, _, x0, y0, x1, y1 = list(destination)
    return Box(pages[page.objgen], float(x0), float(y0), float(x1), float(y1))
