"""Keeps lines of type standing, as printers do with what the next paper will say again.

Most lines of a paper are its template's own: WeasyPrint would measure each anew, and shape each
twice. It finds them here instead while a paper is being printed, and only then.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from weasyprint.css import Style
from weasyprint.layout import inline, preferred
from weasyprint.text.ffi import TO_UNITS
from weasyprint.text.line_break import Layout, split_first_line, strut

_MOST: Final = 2_000
_Split = tuple[Any, int, int | None, float, float, float]


class _Line:
    """A text that stands in one line: its measures, and its glyphs once they were drawn."""

    def __init__(self, split: _Split, needs: float) -> None:
        layout, *measures = split
        self.measures: Any = measures
        self.text = layout.text
        self.direction = layout.first_line_direction
        self.needs = needs
        self.glyphs: Any = None
        self.language: Any = None

    def fits(self, room: float | None) -> bool:
        """Whether Pango would leave it in one line; it counts in whole units."""
        units = TO_UNITS
        return room is None or min(room, self.needs + 1) * units // 1 >= self.needs * units


class _Standing(Layout):
    """A line as one paper has it: WeasyPrint draws it from the glyphs that stand already."""

    ascent = underline_position = strikethrough_position = None
    justification_spacing = 0
    layout: Any
    language: Any

    def __init__(self, line: _Line, max_width: float | None) -> None:
        self.line, self.max_width = line, max_width
        self.text, self.first_line_direction = line.text, line.direction

    def reactivate(self, style: Style) -> None:
        """Make ready to be drawn."""
        if self.line.glyphs is None:
            super().reactivate(style)
            self.line.glyphs, self.line.language = self.layout, self.language
        else:
            self.layout, self.language, self.style = self.line.glyphs, self.line.language, style


class StandingType:
    """The lines last used, for the styles of one `StyleBook`; older ones are let go.

    A justified line, one with a line under its words, and one whose style was changed in its own
    paper are made as ever. No paper cuts its lines short (`text-overflow`).
    """

    def __init__(self) -> None:
        self.lines: OrderedDict[tuple[int, str], _Line] = OrderedDict()
        self.heights: dict[int, tuple[float, float]] = {}

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """While the block runs, WeasyPrint asks here first; one block at a time."""
        inline.split_first_line = preferred.split_first_line = self._split
        inline.strut = self._strut
        try:
            yield
        finally:
            inline.split_first_line = preferred.split_first_line = split_first_line
            inline.strut = strut

    def _split(
        self,
        text: str,
        style: Style,
        context: object,
        max_width: float | None,
        justification_spacing: float,
        **edges: bool,
    ) -> _Split:
        """What `split_first_line` says."""
        kept = getattr(style, "kept", None)
        stands = not (kept is None or style.changed or justification_spacing)
        line = self.lines.get((id(kept), text)) if stands else None
        if line is not None and line.fits(max_width):
            self.lines.move_to_end((id(kept), text))
            return (_Standing(line, max_width), *line.measures)
        split: _Split = split_first_line(
            text, style, context, max_width, justification_spacing, **edges
        )
        if stands and style["text_decoration_line"] == "none":
            self._keep((id(kept), text), split, style)
        return split

    def _strut(self, style: Style) -> tuple[float, float]:
        """What `strut` says: the height of a line, and where its letters stand in it."""
        kept = getattr(style, "kept", None)
        if kept is None or style.changed:
            return strut(style)  # type: ignore[no-any-return]
        if id(kept) not in self.heights:
            self.heights[id(kept)] = strut(style)
        return self.heights[id(kept)]

    def _keep(self, key: tuple[int, str], split: _Split, style: Style) -> None:
        _, length, rest, width, _, _ = split
        if rest is None and length == len(key[1].encode()):
            spaced = 0 if style["letter_spacing"] == "normal" else style["letter_spacing"]
            self.lines[key] = _Line(split, max(width, width - spaced))
            if len(self.lines) > _MOST:
                self.lines.popitem(last=False)
