"""Last touches on a printed paper: background, square code, places that the seal finds again.

WeasyPrint writes named destinations as bare points; a place for a signature is a
rectangle. The finisher writes it as the standard `/FitR` destination, which any PDF
reader understands and which survives signing (`procedures.papers.places` reads it).

The template holds a picture of one dot where the code stands. Drawn as a picture of its own, the
code would be encoded as PNG, decoded, and encoded again.
"""

from typing import Final

import pydyf
from weasyprint import Document

from procedures.papers.encoding import encoded_once
from procedures.papers.qr import CodePicture

DOT: Final = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mP4DwABAQEAHLCMmQAAAABJRU5ErkJggg=="
)
"""What a template shows in the place of the code."""
_POINTS_PER_PIXEL: Final = 0.75


def finish(
    document: Document, pdf: pydyf.PDF, *, background: bytes, code: CodePicture | None
) -> None:
    """Turn the places for signatures into rectangles, and list each attachment once.

    `background` is drawn first on every page, `code` in the place of the dot. WeasyPrint 70
    writes the same file specification twice into `/AF` of a PDF/A-3.
    """
    if code is not None:
        _draw(code, pdf)
    if background:
        for reference in pdf.page_references:
            page = pdf.objects[_number(reference)]
            pdf.objects[_number(page["Contents"])].stream.insert(0, background)
    names = pdf.catalog.get("Names")
    if names is not None and "Dests" in names:
        names["Dests"] = pydyf.Dictionary({"Names": _destinations(document, pdf)})
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    pdf.objects[:] = [encoded_once(item) for item in pdf.objects]


def _draw(code: CodePicture, pdf: pydyf.PDF) -> None:
    dot = next(item for item in pdf.objects if _is_dot(item))
    dot.stream, dot.compress = [code.dots], True
    dot.extra.update(Width=code.width, Height=code.width, BitsPerComponent=1)
    del dot.extra["DecodeParms"]


def _is_dot(item: pydyf.Object) -> bool:
    return (
        isinstance(item, pydyf.Stream)
        and item.extra.get("Subtype") == "/Image"
        and (item.extra["Width"], item.extra["Height"]) == (1, 1)
    )


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _destinations(document: Document, pdf: pydyf.PDF) -> pydyf.Array:
    found: dict[str, pydyf.Array] = {}
    for reference, page in zip(pdf.page_references, document.pages, strict=True):
        for name, (x0, top, x1, bottom) in page.anchors.items():
            corners = (x0, page.height - bottom, x1, page.height - top)
            points = [round(value * _POINTS_PER_PIXEL, 2) for value in corners]
            found.setdefault(name, pydyf.Array([reference, "/FitR", *points]))
    listed = (part for name in sorted(found) for part in (pydyf.String(name), found[name]))
    return pydyf.Array(listed)
