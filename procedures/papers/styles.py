"""Keeps what the style sheets say of an element from one paper to the next.

The elements of a template look alike in all its papers, and WeasyPrint would work out the same
values each time, which is a seventh of the printing. A paper gets copies: what layout changes in
one stays there. Lengths that follow the size of the page (`vw`) are not for papers.
"""

from collections.abc import Hashable, Mapping
from functools import cached_property
from typing import Any

from weasyprint import CSS
from weasyprint.css import (
    AnonymousStyle,
    ComputedStyle,
    InitialStyle,
    Style,
    StyleFor,
    declaration_precedence,
)
from weasyprint.css.targets import TargetCollector
from weasyprint.text.fonts import FontConfiguration

_NO_PAGE = {"box": None, "area": None}
# What an element says of itself (its language, its name) is read anew in each paper.
_OWN = {declaration_precedence("author", important) for important in ("", "important")}


class _KeptStyle(ComputedStyle):
    """Worked out once, and in no paper itself; `below` are the styles that inherit from it."""

    def __init__(
        self,
        parent: "_KeptStyle | None",
        cascaded: Mapping[str, object],
        kind: str | None,
        fonts: FontConfiguration,
    ) -> None:
        root = _root(parent) or InitialStyle(fonts)
        super().__init__(parent, cascaded, kind, root, None, fonts, _NO_PAGE)
        self.below: dict[Hashable, _KeptStyle] = {}


class _Lent(Style):
    """What one paper has of a kept style; `changed` once layout gave it a value of its own."""

    changed = False

    def __init__(self, kept: Style, *own: object) -> None:
        super().__init__(*own)
        self.kept = kept
        self.update(kept)

    def __setitem__(self, key: str, value: object) -> None:
        self.changed = True
        super().__setitem__(key, value)

    def __missing__(self, key: str) -> object:
        value = self.kept[key]
        super().__setitem__(key, value)
        return value

    @cached_property
    def anonymous_style(self) -> "_LentAnonymous":
        """The style of boxes that belong to no element, such as lines."""
        return _LentAnonymous(self.kept.anonymous_style, self)


class _LentAnonymous(_Lent, AnonymousStyle):
    pass


class _LentStyle(_Lent, ComputedStyle):
    def __init__(self, kept: _KeptStyle, parent: "_LentStyle | None") -> None:
        root = _root(parent) or kept.root_style
        own = parent, kept.cascaded, kept.pseudo_type, root, None, kept.font_config, _NO_PAGE
        super().__init__(kept, *own)
        self.specified, self.cache = kept.specified, kept.cache


class StyleBook:
    """The sheets of all papers, and every style that they ever gave an element.

    There are as many as the templates have kinds of places: which rules hold, and below which.
    """

    def __init__(self, base: CSS, layout: CSS, fonts: FontConfiguration) -> None:
        self.sheets = ((base, "user agent", None), (layout, "user", None))
        self.fonts = fonts
        self.shelf: dict[Hashable, _KeptStyle] = {}

    def lend(
        self, cascaded: Mapping[str, Any], kind: str | None, parent: _LentStyle | None
    ) -> _LentStyle:
        """The style of an element with these declarations; `kind` is a pseudo-element's."""
        # The sheets live as long as the book: a value's place in memory tells it from others.
        said = tuple(
            (name, value if weight[0] in _OWN else id(value), weight[0], *weight[2])
            for name, (value, weight) in cascaded.items()
        )
        shelf = self.shelf if parent is None else parent.kept.below
        found: _KeptStyle | None = shelf.get((kind, said))
        if found is None:
            above = None if parent is None else parent.kept
            found = shelf[kind, said] = _KeptStyle(above, cascaded, kind, self.fonts)
        return _LentStyle(found, parent)


class PaperStyles(StyleFor):
    """The styles of one paper."""

    def __init__(self, page: object, book: StyleBook, targets: TargetCollector) -> None:
        self._book = book
        super().__init__(page, book.sheets, False, book.fonts, targets)  # noqa: FBT003 - theirs

    def set_computed_styles(
        self,
        element: object,
        parent: object,
        root: object = None,  # noqa: ARG002 - theirs
        pseudo_type: str | None = None,
        base_url: str | None = None,  # noqa: ARG002 - theirs
        target_collector: TargetCollector | None = None,
    ) -> None:
        """Set the style of an element, of a pseudo-element or of a page, as WeasyPrint does."""
        styles = self.get_computed_styles()
        cascaded = self.get_cascaded_styles().get((element, pseudo_type), {})
        above = None if parent is None else styles[parent, None]
        style = styles[element, pseudo_type] = self._book.lend(cascaded, pseudo_type, above)
        if target_collector and style["anchor"]:
            target_collector.collect_anchor(style["anchor"])


def _root(parent: ComputedStyle | None) -> ComputedStyle | None:
    """The style of the whole page, for what stands below the parent; the page has none above."""
    return parent if parent is None or parent.is_root_element else parent.root_style
