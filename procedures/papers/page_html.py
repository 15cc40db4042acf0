"""A page as WeasyPrint takes it, read by lxml and standing on a base style of our own.

WeasyPrint's own parser is written in Python, and its base style speaks of all that HTML knows.
"""

from cssselect2 import ElementWrapper
from lxml import etree
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher


class PageHtml(HTML):
    """The HTML of a template. It names nothing by a relative address."""

    def __init__(self, page: str, base: CSS, url_fetcher: URLFetcher) -> None:
        parser = etree.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
        self.etree_element = etree.fromstring(page.encode(), parser)
        self.wrapper_element = ElementWrapper.from_html_root(self.etree_element)
        self._base = base
        self.base_url = None
        self.url_fetcher = url_fetcher
        self.media_type = "print"

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: FBT001, FBT002 - theirs
        """In the place of WeasyPrint's own; a paper has no form fields."""
        assert not forms
        return [self._base]
