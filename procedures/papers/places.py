"""Where a paper wants its signatures: named rectangles that the press left in the file."""

from dataclasses import dataclass

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

LEADER_PLACE = "chu-ky"
AGENCY_PLACE = "con-dau"
_RECTANGLE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page (counted from 0), in points from the lower left corner."""

    page: int
    box: tuple[int, int, int, int]


def places(reader: PdfFileReader) -> dict[str, Place]:
    """The named rectangles (`/FitR` destinations) of a file; a file without any has none."""
    try:
        tree = reader.root["/Names"]["/Dests"]
    except KeyError:
        return {}
    pages = _pages(reader)
    found: dict[str, Place] = {}
    for name, destination in _leaves(tree):
        place = _place(destination, pages)
        if place is not None:
            found[name] = place
    return found


def _leaves(node: generic.DictionaryObject) -> list[tuple[str, generic.ArrayObject]]:
    # Indexing follows an indirect reference, `get` does not.
    names = list(node["/Names"]) if "/Names" in node else []
    pairs = zip(names[::2], names[1::2], strict=False)
    found = [(str(name), value.get_object()) for name, value in pairs]
    for kid in node["/Kids"] if "/Kids" in node else ():  # noqa: SIM401 - as above
        found.extend(_leaves(kid.get_object()))
    return found


def _place(destination: object, pages: dict[tuple[int, int], int]) -> Place | None:
    if not isinstance(destination, generic.ArrayObject) or len(destination) != _RECTANGLE_LENGTH:
        return None
    page, kind, x0, y0, x1, y1 = (destination.raw_get(i) for i in range(_RECTANGLE_LENGTH))
    if kind != "/FitR" or not isinstance(page, generic.IndirectObject):
        return None
    box = (round(float(x0)), round(float(y0)), round(float(x1)), round(float(y1)))
    return Place(pages[page.idnum, page.generation], box)


def _pages(reader: PdfFileReader) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    count = int(reader.root["/Pages"]["/Count"])
    for number in range(count):
        reference, _ = reader.find_page_for_modification(number)
        found[reference.idnum, reference.generation] = number
    return found
