"""Those rules of PDF/A-3 that are about what is drawn: fonts, annotations, transparency."""

from collections.abc import Iterator

import pikepdf

_INVISIBLE, _HIDDEN, _PRINT, _NO_VIEW = 1, 2, 4, 32
_FORBIDDEN = {"/Sound", "/Movie", "/3D", "/Screen", "/FileAttachment"}
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_DEEPEST = 12


def fonts_are_embedded(pdf: pikepdf.Pdf) -> bool:
    """6.2.11.4.1: the program of each font that is used lies in the file."""
    return all(
        _embedded(font)
        for resources in _resources(pdf)
        for font in resources.get("/Font", pikepdf.Dictionary()).values()
    )


def annotations_are_printable(pdf: pikepdf.Pdf) -> bool:
    """6.3: of an allowed kind, printed, never hidden, with one look unless they have no size."""
    return all(_printable(note) for page in pdf.pages for note in page.obj.get("/Annots", []))


def transparency_has_a_colour_space(pdf: pikepdf.Pdf) -> bool:
    """6.2.10: what is transparent blends in the output intent's space or in its group's own."""
    if "/OutputIntents" in pdf.Root:
        return True
    return all(not _transparent(resources) for resources in _resources(pdf))


def _embedded(font: pikepdf.Object) -> bool:
    kind = font.get("/Subtype")
    if kind == "/Type3":
        return True
    if kind == "/Type0":
        return all(_embedded(one) for one in font.DescendantFonts)
    descriptor = font.get("/FontDescriptor", pikepdf.Dictionary())
    return any(name in descriptor for name in _FILES)


def _printable(note: pikepdf.Object) -> bool:
    kind, flags = str(note.get("/Subtype")), int(note.get("/F", 0))
    if kind == "/Popup":
        return True
    shown = bool(flags & _PRINT) and not flags & (_INVISIBLE | _HIDDEN | _NO_VIEW)
    left, bottom, right, top = (float(edge) for edge in note.Rect)
    sized = left != right and bottom != top
    return kind not in _FORBIDDEN and shown and (kind == "/Link" or not sized or _one_look(note))


def _one_look(note: pikepdf.Object) -> bool:
    looks = note.get("/AP", pikepdf.Dictionary())
    return list(looks.keys()) == ["/N"]


def _transparent(resources: pikepdf.Object) -> bool:
    for state in resources.get("/ExtGState", pikepdf.Dictionary()).values():
        if state.get("/SMask", "/None") != "/None" or state.get("/BM", "/Normal") != "/Normal":
            return True
        if min(float(state.get(key, 1)) for key in ("/ca", "/CA")) < 1:
            return True
    return False


def _resources(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """The resources of pages, of what annotations look like, and of all forms inside."""
    for page in pdf.pages:
        yield from _inside(page.obj.get("/Resources", pikepdf.Dictionary()), 0)
        for note in page.obj.get("/Annots", []):
            look = note.get("/AP", pikepdf.Dictionary()).get("/N")
            if isinstance(look, pikepdf.Stream):
                yield from _inside(look.get("/Resources", pikepdf.Dictionary()), 0)


def _inside(resources: pikepdf.Object, depth: int) -> Iterator[pikepdf.Object]:
    yield resources
    if depth == _DEEPEST:
        return
    for drawn in resources.get("/XObject", pikepdf.Dictionary()).values():
        if drawn.get("/Subtype") == "/Form":
            yield from _inside(drawn.get("/Resources", pikepdf.Dictionary()), depth + 1)
