"""Words on a stranger's page as text that any reader finds, copies and reads aloud.

A seal is drawn in outlines; the line that joins a file to its paper is text (NĐ 30/2020/NĐ-CP,
Phụ lục I: chữ đứng, cỡ chữ 10, màu đen), so its letters go into the file as a font of their own.
"""

from io import BytesIO
from pathlib import Path
from typing import Self

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from procedures.papers.cuts import find_cut

_UPRIGHT = "Tinos_400Regular.ttf"
_NAME = "ANNEXA+Tinos"
_FONT_UNITS = 1000
_SYMBOLIC = 4


class Letters:
    """The letters of some lines: a font of only these, and the lines as it writes them."""

    def __init__(self, face: bytes, lines: tuple[str, ...]) -> None:
        self._font = _only(face, "".join(lines))
        self._names = self._font.getBestCmap()
        self._characters = sorted({ord(c) for line in lines for c in line} & self._names.keys())
        self._scale = _FONT_UNITS / float(self._font["head"].unitsPerEm)

    def width(self, line: str, size: float) -> float:
        """How wide the line is, in points."""
        return sum(self._advance(ord(c)) for c in line) * size / _FONT_UNITS

    def shown(self, line: str) -> str:
        """The operand of `Tj`: the numbers of the glyphs."""
        return f"<{''.join(f'{self._glyph(ord(c)):04X}' for c in line)}>"

    def embed(self, writer: BasePdfFileWriter) -> generic.IndirectObject:
        """The font in the file (ISO 32000-1, 9.7: composite, glyphs by number, with their text)."""
        program = BytesIO()
        self._font.save(program)
        held = generic.StreamObject(
            {pdf_name("/Length1"): generic.NumberObject(len(program.getvalue()))},
            stream_data=program.getvalue(),
        )
        held.compress()
        letters = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Font"),
                pdf_name("/Subtype"): pdf_name("/CIDFontType2"),
                pdf_name("/BaseFont"): pdf_name(f"/{_NAME}"),
                pdf_name("/CIDSystemInfo"): _collection(),
                pdf_name("/CIDToGIDMap"): pdf_name("/Identity"),
                pdf_name("/FontDescriptor"): writer.add_object(
                    self._descriptor(writer.add_object(held))
                ),
                pdf_name("/W"): self._widths(),
            }
        )
        told = generic.StreamObject(stream_data=self._texts())
        told.compress()
        return writer.add_object(
            generic.DictionaryObject(
                {
                    pdf_name("/Type"): pdf_name("/Font"),
                    pdf_name("/Subtype"): pdf_name("/Type0"),
                    pdf_name("/BaseFont"): pdf_name(f"/{_NAME}"),
                    pdf_name("/Encoding"): pdf_name("/Identity-H"),
                    pdf_name("/DescendantFonts"): generic.ArrayObject([writer.add_object(letters)]),
                    pdf_name("/ToUnicode"): writer.add_object(told),
                }
            )
        )

    def _glyph(self, character: int) -> int:
        number: int = self._font.getGlyphID(self._names.get(character, ".notdef"))
        return number

    def _advance(self, character: int) -> float:
        name = self._names.get(character, ".notdef")
        return float(self._font["hmtx"][name][0]) * self._scale

    def _widths(self) -> generic.ArrayObject:
        found: list[generic.PdfObject] = []
        for glyph, width in sorted(
            {self._glyph(c): self._advance(c) for c in self._characters}.items()
        ):
            found += [
                generic.NumberObject(glyph),
                generic.ArrayObject([generic.NumberObject(round(width))]),
            ]
        return generic.ArrayObject(found)

    def _descriptor(self, program: generic.IndirectObject) -> generic.DictionaryObject:
        head, metrics = self._font["head"], self._font["hhea"]
        box = (head.xMin, head.yMin, head.xMax, head.yMax)
        numbers = {
            "/Flags": _SYMBOLIC,
            "/ItalicAngle": 0,
            "/Ascent": round(metrics.ascent * self._scale),
            "/Descent": round(metrics.descent * self._scale),
            "/CapHeight": round(metrics.ascent * self._scale),
            "/StemV": 80,
        }
        descriptor = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/FontDescriptor"),
                pdf_name("/FontName"): pdf_name(f"/{_NAME}"),
                pdf_name("/FontBBox"): generic.ArrayObject(
                    [generic.NumberObject(round(edge * self._scale)) for edge in box]
                ),
                pdf_name("/FontFile2"): program,
            }
        )
        for name, number in numbers.items():
            descriptor[pdf_name(name)] = generic.NumberObject(number)
        return descriptor

    def _texts(self) -> bytes:
        """Which character each glyph stands for (Adobe Technical Note 5411)."""
        pairs = [f"<{self._glyph(c):04X}> <{c:04X}>" for c in self._characters]
        blocks = [
            f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar"
            for part in (pairs[at : at + 100] for at in range(0, len(pairs), 100))
        ]
        return "\n".join(
            (
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
                "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
                "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
                "1 begincodespacerange <0000> <FFFF> endcodespacerange",
                *blocks,
                "endcmap CMapName currentdict /CMap defineresource pop end end",
            )
        ).encode("ascii")


class Writing:
    """The paper's upright face, read once; each file gets the letters that it needs."""

    def __init__(self, face: bytes) -> None:
        self._face = face

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Find the face in the folder or one level below; raises FileNotFoundError."""
        return cls(find_cut(folder, _UPRIGHT).read_bytes())

    def letters(self, lines: tuple[str, ...]) -> Letters:
        """The letters for these lines."""
        return Letters(self._face, lines)


def _only(face: bytes, text: str) -> TTFont:
    """The face with nothing but the letters of the text, and no tables that a PDF does not use."""
    font = TTFont(BytesIO(face))
    options = Options(layout_features=[], hinting=False, notdef_outline=True)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG", "FFTM", "name", "post", "OS/2"]
    subsetter = Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    return font


def _collection() -> generic.DictionaryObject:
    return generic.DictionaryObject(
        {
            pdf_name("/Registry"): pdf_string("Adobe"),
            pdf_name("/Ordering"): pdf_string("Identity"),
            pdf_name("/Supplement"): generic.NumberObject(0),
        }
    )
