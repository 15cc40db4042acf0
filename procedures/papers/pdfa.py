"""The rules of PDF/A-3 (ISO 19005-3) that can be tried with what is at hand, on the signed file.

veraPDF, the reference, is in no registry of packages; `RULES_NOT_RUN` says what it alone would try.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

import pikepdf
from pikepdf import Name

from procedures.papers.pdfa_drawing import (
    annotations_are_printable,
    fonts_are_embedded,
    transparency_has_a_colour_space,
)

RULES_NOT_RUN: tuple[Mapping[str, str], ...] = tuple(
    json.loads(Path(__file__).with_name("pdfa-rules-not-run.json").read_text("utf-8"))
)
_HEADERS = tuple(f"%PDF-1.{minor}".encode() for minor in range(8))
_HIGH = 127
_FORBIDDEN_FILTERS = {"/LZWDecode", "/Crypt"}


def broken_rules(data: bytes) -> tuple[str, ...]:
    """Names of the rules of `RULES` that the file breaks; empty when it keeps them all."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return tuple(name for name, keeps in RULES.items() if not keeps(pdf, data))
    except pikepdf.PdfError:
        return ("readable",)


def _header(_pdf: pikepdf.Pdf, data: bytes) -> bool:
    """6.1.2: version 1.0 to 1.7, then four bytes above 127."""
    first, _, rest = data.partition(b"\n")
    return first.strip() in _HEADERS and rest[:1] == b"%" and min(rest[1:5], default=0) > _HIGH


def _trailer(pdf: pikepdf.Pdf, _data: bytes) -> bool:
    """6.1.3: an identifier and no encryption."""
    return "/ID" in pdf.trailer and "/Encrypt" not in pdf.trailer


def _ending(_pdf: pikepdf.Pdf, data: bytes) -> bool:
    """6.1.3: nothing behind the last end-of-file marker but one line end."""
    return data.endswith((b"%%EOF", b"%%EOF\n", b"%%EOF\r\n", b"%%EOF\r"))


def _version(pdf: pikepdf.Pdf, _data: bytes) -> bool:
    """ISO 19005-3 stands on ISO 32000-1: the catalogue raises no version above 1.7."""
    return str(pdf.Root.get("/Version", "/1.7")) <= "/1.7"


def _intent(pdf: pikepdf.Pdf, _data: bytes) -> bool:
    """6.2.3: one PDF/A output intent with an embedded profile."""
    intents = [i for i in pdf.Root.get("/OutputIntents", []) if i.get("/S") == "/GTS_PDFA1"]
    return len(intents) == 1 and "/DestOutputProfile" in intents[0]


def _identified(pdf: pikepdf.Pdf, _data: bytes) -> bool:
    """6.6.4: XMP says part 3, and its level."""
    with pdf.open_metadata() as meta:
        return meta.get("pdfaid:part") == "3" and meta.get("pdfaid:conformance") in {"A", "B", "U"}


def _tagged(pdf: pikepdf.Pdf, _data: bytes) -> bool:
    """6.7: marked, with structure and language, where level A is claimed."""
    with pdf.open_metadata() as meta:
        if meta.get("pdfaid:conformance") != "A":
            return True
    marked = pdf.Root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False)
    return bool(marked) and "/StructTreeRoot" in pdf.Root and "/Lang" in pdf.Root


def _attachments(pdf: pikepdf.Pdf, _data: bytes) -> bool:
    """6.8: each associated file once, named, with its relationship and its media type."""
    files = list(pdf.Root.get("/AF", []))
    once = len({file.objgen for file in files}) == len(files)
    return once and all(_is_described(file) for file in files) and _all_listed(pdf, files)


def _is_described(file: pikepdf.Object) -> bool:
    keys = all(key in file for key in ("/F", "/UF", "/AFRelationship", "/EF"))
    return keys and "/Subtype" in file.EF.get("/F", pikepdf.Dictionary())


def _all_listed(pdf: pikepdf.Pdf, files: list[pikepdf.Object]) -> bool:
    return len(pdf.attachments) <= len(files)


def _actions(pdf: pikepdf.Pdf, _data: bytes) -> bool:
    """6.5, 6.4.1: no scripts, no actions of fields and of the file, no XFA."""
    form = pdf.Root.get("/AcroForm", pikepdf.Dictionary())
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    quiet = "/AA" not in pdf.Root and "/JavaScript" not in names and "/XFA" not in form
    return quiet and not form.get("/NeedAppearances", False) and not any(_acting(pdf))


def _acting(pdf: pikepdf.Pdf) -> Iterator[bool]:
    for page in pdf.pages:
        yield "/AA" in page.obj
        for note in page.obj.get("/Annots", []):
            yield "/AA" in note or note.get("/A", pikepdf.Dictionary()).get("/S") == "/JavaScript"


def _streams(pdf: pikepdf.Pdf, _data: bytes) -> bool:
    """6.1.7: no stream lies outside the file or is packed by a forbidden filter."""
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            filters = thing.get("/Filter", pikepdf.Array())
            named = [filters] if isinstance(filters, Name) else list(filters)
            if "/F" in thing or {str(one) for one in named} & _FORBIDDEN_FILTERS:
                return False
    return True


def _byte_ranges(pdf: pikepdf.Pdf, data: bytes) -> bool:
    """6.4.3: each signature covers its whole revision but for its own bytes."""
    form = pdf.Root.get("/AcroForm", pikepdf.Dictionary())
    for field in form.get("/Fields", pikepdf.Array()):
        signature = field.get("/V")
        if signature is None:
            continue
        start, hole, behind, length = (int(value) for value in signature.ByteRange)
        end = behind + length
        around = data[hole : hole + 1] + data[behind - 1 : behind]
        if start != 0 or around != b"<>" or data[:end].rstrip()[-5:] != b"%%EOF":
            return False
    return True


RULES: Mapping[str, Callable[[pikepdf.Pdf, bytes], bool]] = MappingProxyType(
    {
        "header": _header,
        "trailer": _trailer,
        "ending": _ending,
        "version": _version,
        "output-intent": _intent,
        "identification": _identified,
        "tagged": _tagged,
        "attachments": _attachments,
        "actions": _actions,
        "streams": _streams,
        "byte-ranges": _byte_ranges,
        "fonts": lambda pdf, _data: fonts_are_embedded(pdf),
        "annotations": lambda pdf, _data: annotations_are_printable(pdf),
        "transparency": lambda pdf, _data: transparency_has_a_colour_space(pdf),
    }
)
