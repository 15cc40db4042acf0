"""An update changes what is drawn on a page."""

from functools import partial

from pikepdf import Array, Dictionary, Name, Pdf

from tests.papers.attacks import raw

_RED = b"1 0 0 rg 60 700 200 60 re f"


def _replace_drawing(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids[0].Contents.write(_RED)


def _another_drawing(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids[0].Contents = pdf.make_stream(_RED)


def _paint_over(pdf: Pdf) -> None:
    page = pdf.Root.Pages.Kids[0]
    page.Contents = Array([page.Contents, pdf.make_stream(_RED)])


def _no_drawing(pdf: Pdf) -> None:
    del pdf.Root.Pages.Kids[0].Contents


def _resources(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids[0].Resources.XObject = Dictionary()


def _picture(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids[0].Resources.XObject.Lop.write(_RED)


def _graphics_state(pdf: Pdf) -> None:
    faint = Dictionary(GS0=Dictionary(Type=Name.ExtGState, ca=0))
    pdf.Root.Pages.Kids[0].Resources.ExtGState = faint


def _layer(pdf: Pdf) -> None:
    usual = pdf.Root.OCProperties.D
    usual.ON, usual.OFF = usual.OFF, Array([])


def _new_layer(pdf: Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Lop moi"))
    pdf.Root.OCProperties.OCGs.append(layer)


def _output_intent(pdf: Pdf) -> None:
    intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier="x")
    pdf.Root.OutputIntents = Array([intent])


CHANGES = {
    f"content{change.__name__}": partial(raw.saved, change=change)
    for change in (
        _replace_drawing,
        _another_drawing,
        _paint_over,
        _no_drawing,
        _resources,
        _picture,
        _graphics_state,
        _layer,
        _new_layer,
        _output_intent,
    )
}
