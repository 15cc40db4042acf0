"""The smallest file that a press could have printed: one page and two places for signatures."""

from io import BytesIO

import pikepdf

_A4 = (595.28, 841.89)
_PLACES = {"chu-ky": (233, 626, 386, 700), "con-dau": (181, 611, 283, 713)}


def blank_paper(*, places: bool = True) -> bytes:
    """A one-page PDF 1.7 with a drawn rectangle, and metadata as PDF/A asks."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=_A4)
    page.Contents = pdf.make_stream(b"0.2 w 60 700 200 60 re S")
    if places:
        tree = pikepdf.NameTree.new(pdf)
        for name, box in _PLACES.items():
            tree[name] = pikepdf.Array([page.obj, pikepdf.Name.FitR, *box])
        pdf.Root.Names = pikepdf.Dictionary(Dests=tree.obj)
    with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:title"] = "Giấy khai sinh"
        meta["pdfaid:part"] = "3"
        meta["pdfaid:conformance"] = "A"
    out = BytesIO()
    pdf.save(
        out,
        min_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,
    )
    return out.getvalue()
