"""What the press does to be quick leaves no trace: WeasyPrint alone would print the same bytes."""

from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from weasyprint import HTML

from procedures.papers import press as pressing
from procedures.papers import standing_type
from procedures.papers.page_html import PageHtml
from procedures.papers.press import WeasyPress
from procedures.papers.standing_type import StandingType
from tests.papers.samples import ALL, BIRTH

_TEMPLATES = Path(__file__).parents[2] / "templates" / "papers"


class _PlainPage(PageHtml):
    """The same page, but WeasyPrint works out every style itself."""

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: ARG002, FBT001, FBT002
        return [self.styles.sheets[0][0]]

    def render(self, *given: object, **options: object) -> Any:  # noqa: ANN401
        layout = self.styles.sheets[1][0]
        return HTML.render(self, *given, **{**options, "stylesheets": [layout]})


@pytest.fixture(scope="module")
def plain(fonts_dir: Path) -> dict[str, bytes]:
    """Every sample, printed without what the press adds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pressing, "PageHtml", _PlainPage)
        patch.setattr(StandingType, "in_use", nullcontext)
        return _printed(WeasyPress(_TEMPLATES, fonts_dir))


def _printed(press: WeasyPress) -> dict[str, bytes]:
    return {name: press.render(name.partition("+")[0], facts) for name, facts in ALL.items()}


def _kept(shelf: Mapping[Any, Any]) -> int:
    return sum(1 + _kept(style.below) for style in shelf.values())


def test_weasyprint_alone_would_print_the_same(
    press: WeasyPress, plain: Mapping[str, bytes]
) -> None:
    printed = _printed(press)
    assert [name for name in ALL if printed[name] != plain[name]] == []
    assert any(line.glyphs for line in press.standing.lines.values())


def test_a_press_holds_what_templates_say_and_no_more(
    fonts_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press = WeasyPress(_TEMPLATES, fonts_dir)
    monkeypatch.setattr(standing_type, "_MOST", 40)
    press.render("giay-khai-sinh", BIRTH)
    styles = _kept(press.styles.shelf)
    other = {**BIRTH, "number_text": "9/GKS-UBND", "applicant": {"name": "Lò Văn Ún"}}
    press.render("giay-khai-sinh", other)
    assert _kept(press.styles.shelf) == styles > 20
    assert len(press.standing.lines) == 40
