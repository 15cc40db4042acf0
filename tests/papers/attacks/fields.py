"""An update changes the form: signatures' pictures and places, values, new and hidden fields."""

from functools import partial
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf

from tests.papers.attacks import raw

_HIDDEN = 2
_OVER = (60, 700, 260, 760)


def _first(pdf: Pdf) -> Any:  # noqa: ANN401 - an object of the library's own making
    return pdf.Root.AcroForm.Fields[0]


def _blue(pdf: Pdf) -> Any:  # noqa: ANN401 - see above
    picture = pdf.make_stream(b"0 0 1 rg 0 0 99 99 re f")
    picture.Type, picture.Subtype = Name.XObject, Name.Form
    picture.BBox = Array([0, 0, 99, 99])
    return picture


def _swap_picture(pdf: Pdf) -> None:
    _first(pdf).AP = Dictionary(N=_blue(pdf))


def _picture_for_the_mouse(pdf: Pdf) -> None:
    _first(pdf).AP = Dictionary(R=_blue(pdf))


def _repaint_picture(pdf: Pdf) -> None:
    looks = _first(pdf).get("/AP")
    if looks is None:
        _first(pdf).AP = Dictionary(N=_blue(pdf))
    else:
        looks.N.write(b"0 0 1 rg 0 0 99 99 re f")


def _hide(pdf: Pdf) -> None:
    _first(pdf).F = _HIDDEN


def _move(pdf: Pdf) -> None:
    _first(pdf).Rect = Array([0, 0, 595, 842])


def _rename(pdf: Pdf) -> None:
    _first(pdf).T = "ChuKyKhac"


def _relabel(pdf: Pdf) -> None:
    _first(pdf).TU = "Chủ tịch Ủy ban nhân dân tỉnh"


def _colours(pdf: Pdf) -> None:
    _first(pdf).MK = Dictionary(BG=Array([1, 0, 0]))


def _lock(pdf: Pdf) -> None:
    _first(pdf).Lock = Dictionary(Type=Name.SigFieldLock, Action=Name.All)


def _action(pdf: Pdf) -> None:
    _first(pdf).AA = Dictionary(E=Dictionary(S=Name.URI, URI="https://example.org"))


def _unsign(pdf: Pdf) -> None:
    del _first(pdf).V


def _leave_out(pdf: Pdf) -> None:
    del pdf.Root.AcroForm.Fields[0]


def _drop_widget(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids[0].Annots = Array([])


def _add(pdf: Pdf, *, kind: Name, shown: bool) -> None:
    page = pdf.Root.Pages.Kids[0]
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=kind,
        T="so_tien_moi",
        F=4,
        Rect=Array(list(_OVER if shown else (0, 0, 0, 0))),
        P=page,
    )
    if shown:
        field.AP = Dictionary(N=_blue(pdf))
    if kind == Name.Tx:
        field.V, field.DA = "0 đồng", "/Helv 12 Tf"
    added = pdf.make_indirect(field)
    pdf.Root.AcroForm.Fields.append(added)
    page.Annots.append(added)


def _need_appearances(pdf: Pdf) -> None:
    pdf.Root.AcroForm.NeedAppearances = True


def _default_font(pdf: Pdf) -> None:
    other = Dictionary(Font=Dictionary(Helv=Dictionary(Type=Name.Font, Subtype=Name.Type1)))
    pdf.Root.AcroForm.DR, pdf.Root.AcroForm.DA = other, "/Helv 40 Tf"


def _xfa(pdf: Pdf) -> None:
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")


def _flags(pdf: Pdf) -> None:
    pdf.Root.AcroForm.SigFlags = 0


CHANGES = {
    f"field{change.__name__}": partial(raw.saved, change=change)
    for change in (
        _swap_picture,
        _picture_for_the_mouse,
        _repaint_picture,
        _hide,
        _move,
        _rename,
        _relabel,
        _colours,
        _lock,
        _action,
        _unsign,
        _leave_out,
        _drop_widget,
        _need_appearances,
        _default_font,
        _xfa,
        _flags,
    )
}
CHANGES |= {
    f"field_add_{name}": partial(raw.saved, change=partial(_add, kind=kind, shown=shown))
    for name, kind, shown in (
        ("text", Name.Tx, True),
        ("text_unseen", Name.Tx, False),
        ("button", Name.Btn, True),
        ("signature_place", Name.Sig, True),
        ("signature_place_unseen", Name.Sig, False),
    )
}
