"""A paper with all that a forger could take hold of, and with what he hid in it before signing.

Two pages; a font that draws its own digits; a layer; an attached file of data; a picture that
hides words; and in a corner of the catalogue a second catalogue, page, font and picture that no
reader shows. Whoever signs sees nothing of it.
"""

from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from tests.papers.blank import blank_paper

HIDDEN = Name("/Cat")
_ONE = b"0 0 500 700 d1 200 0 100 700 re f"
_NINE = b"0 0 500 700 d1 100 300 300 400 re f"
_SHOWN = b"0.2 w 60 700 200 60 re S BT /F1 12 Tf 60 720 Td (19) Tj ET /Lop Do"
_HIDES = b"1 1 1 rg 60 640 300 30 re f"
_FIELD_AT = (60, 560, 260, 580)


def letter(*, with_field: bool = False) -> bytes:
    """The file before anybody signs it; with a form field when the forger put one in."""
    pdf = pikepdf.open(BytesIO(blank_paper()))
    first = pdf.pages[0]
    second = pdf.add_blank_page(page_size=(595.28, 841.89))
    second.Contents = pdf.make_stream(b"60 700 100 60 re S")
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Nền"))
    first.Contents = pdf.make_stream(_SHOWN)
    first.Resources = Dictionary(
        Font=Dictionary(F1=_font(pdf, _ONE, _NINE)),
        XObject=Dictionary(Lop=_picture(pdf, _HIDES)),
        Properties=Dictionary(Nen=layer),
    )
    usual = Dictionary(ON=Array([]), OFF=Array([layer]))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=pdf.make_indirect(usual))
    _attach(pdf)
    if with_field:
        _add_field(pdf)
    pdf.Root[HIDDEN] = _hidden(pdf)
    out = BytesIO()
    pdf.save(
        out,
        min_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,
    )
    return out.getvalue()


def _font(pdf: Pdf, one: bytes, nine: bytes) -> pikepdf.Object:
    unicode_of = b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <31> <0031>"
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=Array([0, 0, 500, 700]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
            CharProcs=pdf.make_indirect(
                Dictionary(one=pdf.make_stream(one), nine=pdf.make_stream(nine))
            ),
            Encoding=pdf.make_indirect(
                Dictionary(Type=Name.Encoding, Differences=Array([49, Name.one, 57, Name.nine]))
            ),
            FirstChar=49,
            LastChar=57,
            Widths=Array([500] * 9),
            ToUnicode=pdf.make_stream(unicode_of),
        )
    )


def _picture(pdf: Pdf, drawn: bytes) -> pikepdf.Object:
    picture = pdf.make_stream(drawn)
    picture.Type, picture.Subtype = Name.XObject, Name.Form
    picture.BBox = Array([0, 0, 595, 842])
    return picture


def _attach(pdf: Pdf) -> None:
    held = pdf.make_stream(b'{"ho_ten": "Nguyen Van An"}')
    held.Type, held.Subtype = Name.EmbeddedFile, Name("/application/json")
    spec = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F="du-lieu.json",
            UF="du-lieu.json",
            AFRelationship=Name.Data,
            EF=Dictionary(F=held),
        )
    )
    pdf.Root.AF = Array([spec])
    pdf.Root.Names.EmbeddedFiles = Dictionary(Names=Array(["du-lieu.json", spec]))


def _add_field(pdf: Pdf) -> None:
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T="so_tien",
            V="1.000",
            DA="/F1 12 Tf",
            F=4,
            Rect=Array(list(_FIELD_AT)),
            P=pdf.pages[0].obj,
            AP=Dictionary(N=_picture(pdf, b"BT (1.000) Tj ET")),
        )
    )
    pdf.pages[0].Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), DA="/F1 12 Tf", DR=Dictionary())


def _hidden(pdf: Pdf) -> Dictionary:
    page = pdf.make_indirect(
        Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, 595, 842]),
            Resources=Dictionary(),
            Contents=pdf.make_stream(b"1 0 0 rg 60 700 200 60 re f"),
        )
    )
    pages = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array([page]), Count=1))
    page.Parent = pages
    return Dictionary(
        page=page,
        catalogue=pdf.make_indirect(Dictionary(Type=Name.Catalog, Pages=pages)),
        drawing=pdf.make_stream(b"BT /F1 12 Tf 60 720 Td (91) Tj ET"),
        font=_font(pdf, _NINE, _ONE),
        picture=_picture(pdf, b"0 0 1 rg 0 0 99 99 re f"),
        picture_of_field=_picture(pdf, b"BT (9.000) Tj ET"),
    )
