"""A test client that asks of every HTML page what must hold on all of them."""

import re
from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import PASSWORD

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_CODES_TO_IGNORE = frozenset({"expected-doctype-but-got-end-tag"})


class PageClient:
    """Gets and posts like a browser: follows redirects, sends the page's token, checks the page."""

    def __init__(self, app: Flask) -> None:
        self.http: FlaskClient = app.test_client()
        self.text = ""
        self.tree: Element | None = None
        self.status = 0

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        """Open a page, following redirects."""
        return self._took(self.http.get(path, follow_redirects=True, **kwargs))

    def post(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Send a form with the token of the page last seen (or of the sign-in page)."""
        found = _TOKEN.search(self.text)
        if found is None:
            self.get("/dang-nhap")
            found = _TOKEN.search(self.text)
        fields = {"csrf_token": found.group(1) if found else "", **(data or {})}
        return self._took(self.http.post(path, data=fields, follow_redirects=True, **kwargs))

    def sign_in(self, username: str, password: str = PASSWORD) -> TestResponse:
        """Sign in by the page."""
        self.get("/dang-nhap")
        return self.post("/dang-nhap", {"username": username, "password": password, "ve": "/"})

    def sign_out(self) -> TestResponse:
        """Sign out by the header's button."""
        return self.post("/dang-xuat")

    def _took(self, response: TestResponse) -> TestResponse:
        self.status = response.status_code
        if response.mimetype == "text/html":
            self.text = response.get_data(as_text=True)
            self.tree = check_page(self.text)
        return response


def check_page(text: str) -> Element:
    """The parsed page, when it is valid and keeps the rules of every page."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree: Element = parser.parse(text)
    errors = [error for error in parser.errors if error[1] not in _CODES_TO_IGNORE]
    assert not errors, errors
    headings = list(tree.iter("h1"))
    assert len(headings) == 1, f"{len(headings)} h1"
    title = _words(next(tree.iter("title")))
    assert _words(headings[0]) in title, (title, _words(headings[0]))
    ids = Counter(e.get("id") for e in tree.iter() if e.get("id"))
    assert max(ids.values(), default=1) == 1, [i for i, n in ids.items() if n > 1]
    for form in tree.iter("form"):
        method = (form.get("method") or "get").lower()
        names = {e.get("name") for e in form.iter("input")}
        assert method == "get" or "csrf_token" in names, form.get("action")
        assert form.get("action"), "a form without an address"
    assert not [e for e in tree.iter() if e.get("style") or e.get("onclick")]
    return tree


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
