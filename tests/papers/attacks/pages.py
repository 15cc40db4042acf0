"""An update adds, takes away, turns, crops or reorders pages."""

from functools import partial

from pikepdf import Array, Dictionary, Name, Pdf

from tests.papers.attacks import raw


def _add(pdf: Pdf) -> None:
    pages = pdf.Root.Pages
    new = Dictionary(Type=Name.Page, Parent=pages, MediaBox=Array([0, 0, 595, 842]))
    pages.Kids.append(pdf.make_indirect(new))
    pages.Count = 3


def _add_unseen(pdf: Pdf) -> None:
    pages = pdf.Root.Pages
    new = Dictionary(Type=Name.Page, Parent=pages, MediaBox=Array([0, 0, 595, 842]))
    pages.Kids.append(pdf.make_indirect(new))


def _take_away(pdf: Pdf) -> None:
    pages = pdf.Root.Pages
    del pages.Kids[1]
    pages.Count = 1


def _reorder(pdf: Pdf) -> None:
    kids = pdf.Root.Pages.Kids
    pdf.Root.Pages.Kids = Array([kids[1], kids[0]])


def _twice(pdf: Pdf) -> None:
    kids = pdf.Root.Pages.Kids
    pdf.Root.Pages.Kids = Array([kids[0], kids[0]])


def _count(pdf: Pdf) -> None:
    pdf.Root.Pages.Count = 1


def _turn(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids[0].Rotate = 180


def _crop(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids[0].CropBox = Array([0, 400, 595, 842])


def _resize(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids[0].MediaBox = Array([0, 400, 595, 842])


def _unit(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids[0].UserUnit = 10


def _another_tree(pdf: Pdf) -> None:
    new = Dictionary(Type=Name.Pages, Kids=Array([pdf.Root.Pages.Kids[0]]), Count=1)
    pdf.Root.Pages = pdf.make_indirect(new)


def _labels(pdf: Pdf) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=7)]))


CHANGES = {
    f"page{change.__name__}": partial(raw.saved, change=change)
    for change in (
        _add,
        _add_unseen,
        _take_away,
        _reorder,
        _twice,
        _count,
        _turn,
        _crop,
        _resize,
        _unit,
        _another_tree,
        _labels,
    )
}
