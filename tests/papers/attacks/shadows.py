"""Shadow attacks: what was hidden in the file before it was signed is shown by an update.

Mainka and others, "Shadow Attacks: Hiding and Replacing Content in Signed PDFs" (NDSS 2021).
"""

import re
from collections.abc import Callable
from functools import partial

from pikepdf import Array, Dictionary, Pdf

from tests.papers.attacks import raw
from tests.papers.attacks.forge import Forge
from tests.papers.attacks.letter import HIDDEN


def _hide_by_removing(pdf: Pdf) -> None:
    """The picture that lay over hidden words is gone."""
    pdf.Root.Pages.Kids[0].Resources.XObject = Dictionary()


def _hide_by_emptying(pdf: Pdf) -> None:
    """The picture draws nothing any more."""
    pdf.Root.Pages.Kids[0].Resources.XObject.Lop.write(b"")


def _hide_by_reference(pdf: Pdf) -> None:
    """The page now shows the other picture."""
    pdf.Root.Pages.Kids[0].Resources.XObject.Lop = pdf.Root[HIDDEN].picture


def _replace_font(pdf: Pdf) -> None:
    """The other font, which was in the file all the time, draws other digits."""
    pdf.Root.Pages.Kids[0].Resources.Font.F1 = pdf.Root[HIDDEN].font


def _replace_drawing(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids[0].Contents = pdf.Root[HIDDEN].drawing


def _replace_page(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids = Array([pdf.Root[HIDDEN].page, pdf.Root.Pages.Kids[1]])


def _replace_pages(pdf: Pdf) -> None:
    pdf.Root.Pages = pdf.Root[HIDDEN].catalogue.Pages


def hidden_catalogue(data: bytes) -> bytes:
    """Only a trailer, which names the signed but hidden catalogue."""
    hidden = raw.number(data, lambda pdf: pdf.Root[HIDDEN].catalogue)
    return raw.update(data, {}, root=hidden)


def freed_picture(data: bytes) -> bytes:
    """Only a table, in which the picture over the hidden words is a free entry."""
    picture = raw.number(data, lambda pdf: pdf.pages[0].obj.Resources.XObject.Lop)
    forged = raw.update(data, {}, moved={picture: 0})
    return forged.replace(b"0000000000 00000 n", b"0000000000 00001 f")


def moved_page(data: bytes) -> bytes:
    """Only a table, in which the page's number leads to the hidden page's bytes."""
    return _moved(data, raw.page(data), raw.number(data, lambda pdf: pdf.Root[HIDDEN].page))


def moved_drawing(data: bytes) -> bytes:
    """Only a table, in which the drawing's number leads to the hidden drawing."""
    shown = raw.number(data, lambda pdf: pdf.pages[0].obj.Contents)
    return _moved(data, shown, raw.number(data, lambda pdf: pdf.Root[HIDDEN].drawing))


def _moved(data: bytes, shown: int, hidden: int) -> bytes:
    found = re.search(rb"(?<![0-9])%d 0 obj" % hidden, data)
    assert found is not None
    return raw.update(data, {}, moved={shown: found.start()})


def _fill(pdf: Pdf) -> None:
    field = next(one for one in pdf.Root.AcroForm.Fields if one.T == "so_tien")
    field.V = "9.000"
    field.AP = Dictionary(N=pdf.Root[HIDDEN].picture_of_field)


def _fill_value_only(pdf: Pdf) -> None:
    field = next(one for one in pdf.Root.AcroForm.Fields if one.T == "so_tien")
    field.V = "9.000"


def _filled(forge: Forge, *, way: str) -> bytes:
    """A form field that the forger had printed into the paper gets another value."""
    change = {"value": _fill_value_only, "picture": _fill}[way]
    return forge.stamped(raw.saved(raw.cut(forge.filled, 1), change))


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    f"shadow{change.__name__}": partial(raw.saved, change=change)
    for change in (
        _hide_by_removing,
        _hide_by_emptying,
        _hide_by_reference,
        _replace_font,
        _replace_drawing,
        _replace_page,
        _replace_pages,
    )
}
CHANGES |= {
    f"shadow_{change.__name__}": change
    for change in (hidden_catalogue, freed_picture, moved_page, moved_drawing)
}
ATTACKS = {f"shadow_form_{way}": partial(_filled, way=way) for way in ("value", "picture")}
