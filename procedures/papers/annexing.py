"""Joins a file to the paper that it goes with: a line of text at the top right of its first page.

NĐ 30/2020/NĐ-CP, Phụ lục I: văn bản kèm theo không cùng tệp tin với nội dung văn bản carries the
agency's signature without a picture; what shows is the paper's number and symbol and the time of
signing with its zone (ISO 8601), upright, 10 pt, black. The page beneath stays as it is: the line
is the appearance of the seal's own field, on a white ground so that no drawing runs through it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.misc import PdfError

from procedures.papers.embedding import add_field
from procedures.papers.places import Place
from procedures.papers.seal_fields import ANNEX_FIELD
from procedures.papers.seen import Seen
from procedures.papers.signing import PaperWriter
from procedures.papers.written import Letters, Writing

SIZE = 10.0
_LEAD = 12.0
_ASCENT = 9.2
_EDGE = 10.0
"""From the edges of the page as seen: within the margin that a drawing's frame leaves (10 mm)."""
_PAD = 2.0
_QUARTER = 90
_DEEPEST_TREE = 50
_BOX_LENGTH = 4


def add_words(writer: PaperWriter, writing: Writing, words: Sequence[str], shown: str) -> None:
    """The seal's field on the first page with the words as its appearance.

    The first of the words may be parted at its semicolons where the page is narrow. Raises
    `PdfError` for a file whose first page has no place.
    """
    page, lines = _Page.first(writer), tuple(words)
    letters = writing.letters(lines)
    if letters.width(lines[0], SIZE) + 2 * _EDGE > page.width:
        head, *rest = lines
        lines = (*head.split("; "), *rest)
    wide = max(letters.width(line, SIZE) for line in lines) + 2 * _PAD
    high = _LEAD * len(lines) + 2 * _PAD
    field = _seal_field(writer, page.room(wide, high), shown)
    drawn = _drawn(letters, lines, wide, high)
    drawing = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): _numbers((0, 0, wide, high)),
            pdf_name("/Matrix"): _numbers((*page.seen.turn, 0, 0)),
            pdf_name("/Resources"): generic.DictionaryObject(
                {
                    pdf_name("/Font"): generic.DictionaryObject(
                        {pdf_name("/F1"): letters.embed(writer)}
                    )
                }
            ),
        },
        stream_data=drawn,
    )
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(drawing)})
    writer.update_container(field)


def add_seal_field(
    writer: PaperWriter, wide: float, high: float, shown: str
) -> generic.DictionaryObject:
    """The empty field of the seal, so many points wide and high, at the top right of page one."""
    return _seal_field(writer, _Page.first(writer).room(wide, high), shown)


def _seal_field(
    writer: PaperWriter, rectangle: tuple[float, ...], shown: str
) -> generic.DictionaryObject:
    left, low, right, top = rectangle
    box = (round(left), round(low), round(right), round(top))
    add_field(writer, ANNEX_FIELD, Place(0, box), shown)
    field = writer.root["/AcroForm"]["/Fields"][-1]
    # Whole numbers would squeeze the letters: the appearance is fitted to this very rectangle.
    field["/Rect"] = _numbers(rectangle)
    writer.update_container(field)
    found: generic.DictionaryObject = field
    return found


@dataclass(frozen=True, slots=True)
class _Page:
    """The first page as seen; `unit` is how many points one of its units measures."""

    seen: Seen
    unit: float

    @classmethod
    def first(cls, writer: PaperWriter) -> "_Page":
        found, _ = writer.find_page_for_modification(0)  # type: ignore[no-untyped-call]
        page: generic.DictionaryObject = found.get_object()
        paper = _box(page, "/MediaBox")
        shown = _box(page, "/CropBox") or paper
        if paper is None or shown is None:
            raise PdfError("The first page has no size")
        visible = [
            max(shown[0], paper[0]),
            max(shown[1], paper[1]),
            min(shown[2], paper[2]),
            min(shown[3], paper[3]),
        ]
        rotate = _inherited(page, "/Rotate")
        degrees = int(rotate) if isinstance(rotate, generic.NumberObject) else 0
        unit = float(page["/UserUnit"]) if "/UserUnit" in page else 1.0
        if degrees % _QUARTER or unit <= 0 or visible[0] >= visible[2] or visible[1] >= visible[3]:
            raise PdfError("The first page cannot be looked at")
        return cls(Seen.of(visible, degrees), unit)

    @property
    def width(self) -> float:
        """In points."""
        return self.seen.width * self.unit

    def room(self, wide: float, high: float) -> tuple[float, ...]:
        """The corner for something of this size in points, as a rectangle of the page's plane."""
        edge, wide, high = _EDGE / self.unit, wide / self.unit, high / self.unit
        right, top = self.seen.width - edge, self.seen.height - edge
        return self.seen.place(right - wide, top - high, right, top)


def _drawn(letters: Letters, lines: tuple[str, ...], wide: float, high: float) -> bytes:
    written = []
    for number, line in enumerate(lines):
        x = wide - _PAD - letters.width(line, SIZE)
        y = high - _PAD - _ASCENT - _LEAD * number
        written.append(f"1 0 0 1 {x:.3f} {y:.3f} Tm {letters.shown(line)} Tj")
    ground = f"q 1 g 0 0 {wide:.3f} {high:.3f} re f Q"
    return f"{ground} q 0 g BT /F1 {SIZE:g} Tf {' '.join(written)} ET Q".encode("ascii")


def _numbers(values: Sequence[float]) -> generic.ArrayObject:
    return generic.ArrayObject([generic.FloatObject(f"{value:.3f}") for value in values])


def _box(page: generic.DictionaryObject, key: str) -> list[float] | None:
    found = _inherited(page, key)
    if not isinstance(found, generic.ArrayObject) or len(found) != _BOX_LENGTH:
        return None
    one, two, three, four = (float(found[at]) for at in range(_BOX_LENGTH))
    return [min(one, three), min(two, four), max(one, three), max(two, four)]


def _inherited(page: generic.DictionaryObject, key: str) -> generic.PdfObject | None:
    """The page's own entry, or the one that it inherits (ISO 32000-1, 7.7.3.4)."""
    node: generic.DictionaryObject = page
    for _ in range(_DEEPEST_TREE):
        if key in node:
            found: generic.PdfObject = node[key]
            return found
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    return None
