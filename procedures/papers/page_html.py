"""A page as WeasyPrint takes it, read by lxml and standing on the styles of all papers.

WeasyPrint's own parser is written in Python, and its base style speaks of all that HTML knows.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from cssselect2 import ElementWrapper
from lxml import etree
from weasyprint import DEFAULT_OPTIONS, HTML, Document
from weasyprint.css.counters import CounterStyle
from weasyprint.css.targets import TargetCollector
from weasyprint.images import get_image_from_uri
from weasyprint.layout import LayoutContext
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from procedures.papers.styles import PaperStyles, StyleBook


class PageHtml(HTML):
    """The HTML of a template. It names nothing by a relative address, and no style sheet."""

    def __init__(self, page: str, styles: StyleBook, url_fetcher: URLFetcher) -> None:
        parser = etree.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
        self.etree_element = etree.fromstring(page.encode(), parser)
        self.wrapper_element = ElementWrapper.from_html_root(self.etree_element)
        self.styles = styles
        self.base_url = None
        self.url_fetcher = url_fetcher
        self.media_type = "print"

    def render(self, *given: object, **options: object) -> Document:
        """The page laid out; WeasyPrint's `write_pdf` asks for it."""
        return _PageDocument._render(self, *given, {**DEFAULT_OPTIONS, **options})  # noqa: SLF001


class _PageDocument(Document):
    @classmethod
    def _build_layout_context(
        cls,
        html: PageHtml,
        font_config: FontConfiguration,
        counter_style: CounterStyle,
        _profiles: object,
        options: Mapping[str, Any],
    ) -> LayoutContext:
        for counters in html._ua_counter_style():  # noqa: SLF001
            counter_style.update(counters)
        targets = TargetCollector()
        styles = PaperStyles(html, html.styles, targets)
        pictures = partial(
            get_image_from_uri, cache={}, url_fetcher=html.url_fetcher, options=options
        )
        return LayoutContext(styles, pictures, font_config, counter_style, targets)
