"""A page as WeasyPrint takes it, read by lxml.

WeasyPrint's own parser is written in Python and takes longer than putting the style on.
"""

from cssselect2 import ElementWrapper
from lxml import etree
from weasyprint import HTML
from weasyprint.urls import URLFetcher


class PageHtml(HTML):
    """The HTML of a template. It names nothing by a relative address."""

    def __init__(self, page: str, url_fetcher: URLFetcher) -> None:
        parser = etree.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
        self.etree_element = etree.fromstring(page.encode(), parser)
        self.wrapper_element = ElementWrapper.from_html_root(self.etree_element)
        self.base_url = None
        self.url_fetcher = url_fetcher
        self.media_type = "print"
