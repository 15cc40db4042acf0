"""Whether a later revision of a declaration added nothing but signatures.

pyHanko compares revisions only where the older one has a form already; a declaration has none
until the citizen signs it with whatever tool. So the objects that the later revisions replace are
gone through here: the catalogue, pages and metadata may change in the few ways that signing needs,
and nothing else may change at all.
"""

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

_CATALOGUE_MAY = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Perms", "/Version"})
_PAGE_MAY = frozenset({"/Annots"})
_FORM_MAY = frozenset({"/Fields", "/SigFlags", "/DR", "/DA", "/NeedAppearances", "/Type"})
_ACTIONS = frozenset({"/A", "/AA"})
_DEEPEST_TREE = 50
# A signature's picture may not cover the paper: at most this share of its page.
_LARGEST_SHARE = 0.25


def only_signed(reader: PdfFileReader, issued_revisions: int) -> bool:
    """True when every revision after the issued ones only signs what was issued."""
    old = reader.get_historical_resolver(issued_revisions - 1)
    pages = dict(_pages(old.root["/Pages"]))
    for number in range(issued_revisions, reader.xrefs.total_revisions):
        new = reader.get_historical_resolver(number)
        if new.refs_freed_in_revision():
            return False
        for reference in new.explicit_refs_in_revision():
            if _replaced(reader, reference, issued_revisions) and not _allowed(
                old, new, reference, pages
            ):
                return False
    return True


def _replaced(reader: PdfFileReader, reference: generic.Reference, issued: int) -> bool:
    introduced: int = reader.xrefs.get_introducing_revision(reference)
    return introduced < issued


def _allowed(
    old: HistoricalResolver,
    new: HistoricalResolver,
    reference: generic.Reference,
    pages: dict[generic.Reference, generic.DictionaryObject],
) -> bool:
    if reference == old.root_ref:
        form = _value(new(reference), "/AcroForm")
        plain = isinstance(form, generic.DictionaryObject) and form.keys() <= _FORM_MAY
        return plain and _same(old(reference), new(reference), _CATALOGUE_MAY)
    if reference in pages:
        before, after = old(reference), new(reference)
        return _same(before, after, _PAGE_MAY) and _signatures_added(before, after)
    return reference in _metadata(old)


def _same(
    before: generic.DictionaryObject, after: generic.DictionaryObject, may: frozenset[str]
) -> bool:
    keys = (before.keys() | after.keys()) - may
    return all(_raw(before, key) == _raw(after, key) for key in keys)


def _raw(container: generic.DictionaryObject, key: str) -> object:
    return container.raw_get(key) if key in container else None


def _value(container: generic.DictionaryObject, key: str) -> Any:  # noqa: ANN401 - any PDF value
    # Unlike `get`, indexing follows an indirect reference.
    return container[key] if key in container else None  # noqa: SIM401 - see above


def _signatures_added(before: generic.DictionaryObject, after: generic.DictionaryObject) -> bool:
    kept = [_identity(item) for item in _annotations(before)]
    found = [_identity(item) for item in _annotations(after)]
    if found[: len(kept)] != kept:
        return False
    added = list(_annotations(after))[len(kept) :]
    return all(_is_signature(item.get_object(), after) for item in added)


def _annotations(page: generic.DictionaryObject) -> Iterator[generic.PdfObject]:
    items: generic.ArrayObject = _value(page, "/Annots") or generic.ArrayObject()
    return (items.raw_get(index) for index in range(len(items)))


def _identity(item: generic.PdfObject) -> object:
    return item.reference if isinstance(item, generic.IndirectObject) else item


def _is_signature(widget: generic.PdfObject, page: generic.DictionaryObject) -> bool:
    if not isinstance(widget, generic.DictionaryObject) or _value(widget, "/Subtype") != "/Widget":
        return False
    if _ACTIONS & widget.keys():
        return False
    field = widget if "/FT" in widget else widget["/Parent"]
    x0, y0, x1, y1 = (float(value) for value in widget["/Rect"])
    left, low, right, top = (float(value) for value in _media_box(page))
    share = abs((x1 - x0) * (y1 - y0)) / max(abs((right - left) * (top - low)), 1.0)
    return _value(field, "/FT") == "/Sig" and share <= _LARGEST_SHARE


def _media_box(page: generic.DictionaryObject) -> generic.ArrayObject:
    node = page
    while "/MediaBox" not in node:
        node = node["/Parent"]
    box: generic.ArrayObject = node["/MediaBox"]
    return box


def _pages(
    node: generic.DictionaryObject, depth: int = 0
) -> Iterator[tuple[generic.Reference, generic.DictionaryObject]]:
    if depth > _DEEPEST_TREE:
        raise ValueError(depth)
    kids = node["/Kids"]
    for index in range(len(kids)):
        pointer = kids.raw_get(index)
        kid = pointer.get_object()
        if _value(kid, "/Type") == "/Pages":
            yield from _pages(kid, depth + 1)
        else:
            yield pointer.reference, kid


def _metadata(old: HistoricalResolver) -> set[generic.Reference]:
    holders = ((old.root, "/Metadata"), (old.trailer_view, "/Info"))
    found = (holder.raw_get(key) for holder, key in holders if key in holder)
    return {item.reference for item in found if isinstance(item, generic.IndirectObject)}
