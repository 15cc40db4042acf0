"""An update lays an annotation over the page, of every kind that can cover or replace words."""

from functools import partial

from pikepdf import Array, Dictionary, Name, Pdf

from tests.papers.attacks import raw

_KINDS = (
    "FileAttachment",
    "FreeText",
    "Highlight",
    "Link",
    "Popup",
    "Redact",
    "RichMedia",
    "Square",
    "Stamp",
    "Text",
    "Watermark",
    "Widget",
)
_OVER = (60, 700, 260, 760)


def _lay(pdf: Pdf, kind: str) -> None:
    page = pdf.Root.Pages.Kids[0]
    looks = pdf.make_stream(b"1 1 1 rg 0 0 200 60 re f 0 g BT /Helv 12 Tf (Mien phi) Tj ET")
    looks.Type, looks.Subtype = Name.XObject, Name.Form
    looks.BBox = Array([0, 0, 200, 60])
    over = Dictionary(
        Type=Name.Annot,
        Subtype=Name(f"/{kind}"),
        Rect=Array(list(_OVER)),
        F=4,
        Contents="Đã miễn phí",
        AP=Dictionary(N=looks),
    )
    if "/Annots" not in page:
        page.Annots = Array([])
    page.Annots.append(pdf.make_indirect(over))


CHANGES = {
    f"annotation_{kind.lower()}": partial(raw.saved, change=partial(_lay, kind=kind))
    for kind in _KINDS
}
