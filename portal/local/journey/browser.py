"""A browser without a face: opens pages, fills the forms it finds there, and sends them."""

from collections.abc import Mapping
from typing import Any

import httpx
from lxml import html

File = tuple[str, bytes, str]
"""A file for an input: its name, bytes and media type."""


class Stuck(Exception):
    """The page is not what the journey expected; the message says where and what it said."""


class Browser:
    """One person's browser; `actions` counts what was sent."""

    def __init__(self, base: str) -> None:
        self._http = httpx.Client(base_url=base, follow_redirects=True, timeout=30)
        self._page: Any = None
        self.path = ""

    def close(self) -> None:
        """Forget the cookies and hang up."""
        self._http.close()

    def open(self, path: str) -> str:
        """Open a page; returns its text."""
        return self._took(self._http.get(path))

    def fetch(self, path: str) -> bytes:
        """A file behind a link."""
        answer = self._http.get(path)
        if answer.status_code != httpx.codes.OK:
            raise Stuck(f"{path}: {answer.status_code}")
        return answer.content

    def links(self, part: str) -> list[str]:
        """The addresses on the page that contain `part`, each once, in order."""
        found = [str(link) for link in self._page.xpath("//a/@href")]
        return list(dict.fromkeys(link for link in found if part in link))

    def names(self, part: str) -> list[str]:
        """The names of the inputs that contain `part`."""
        found = self._page.xpath("//input[contains(@name, $part)]/@name", part=part)
        return list(dict.fromkeys(str(name) for name in found))

    def value_beside(self, name: str, words: str) -> str:
        """The value of that one of the inputs `name` whose label says `words`."""
        for choice in self._page.xpath("//input[@name=$name]", name=name):
            label = self._page.xpath("//label[@for=$id]", id=choice.get("id"))
            if label and words in " ".join(label[0].text_content().split()):
                return str(choice.get("value"))
        raise Stuck(f"{self.path}: nothing called {words!r} to choose for {name}")

    def text_of(self, css_class: str) -> str:
        """The words of the first element with this class; "" when there is none."""
        found = self._page.xpath("//*[contains(concat(' ', @class, ' '), $c)]", c=f" {css_class} ")
        return " ".join(found[0].text_content().split()) if found else ""

    def has_form(self, action: str) -> bool:
        """Whether the page has a form that is sent to an address containing `action`."""
        return self._form(action) is not None

    def send(
        self,
        action: str,
        values: Mapping[str, str | list[str]] | None = None,
        files: Mapping[str, File] | None = None,
        button: tuple[str, str] | None = None,
    ) -> str:
        """Fill the form whose address contains `action`, and send it; returns the next page.

        Only inputs that the form has are filled, so that a set of values may serve many pages.
        """
        form = self._form(action)
        if form is None:
            raise Stuck(f"{self.path}: no form for {action}: {self.said()}")
        fields: dict[str, list[str]] = {}
        for name, value in form.form_values():
            fields.setdefault(name, []).append(value)
        for blank in form.xpath(".//input[@type='radio'][@checked][@value='']/@name"):
            fields[str(blank)] = [""]  # lxml reads an empty value as "on"
        names = {str(name) for name in form.xpath(".//@name")}
        for name, value in (values or {}).items():
            # A list of places that the page's script would have opened is sent as well.
            if name in names or f"{name.partition('-')[0]}-0" in names:
                fields[name] = [value] if isinstance(value, str) else value
        if button is not None:
            fields[button[0]] = [button[1]]
        sent = {name: file for name, file in (files or {}).items() if name in names}
        address = form.get("action") or self.path
        return self._took(self._http.post(address, data=fields, files=sent or None))

    def said(self) -> str:
        """What the page's errors say, for a message."""
        errors = self._page.xpath(
            "//*[contains(@class,'error-summary__list')]//text()|//h1//text()"
        )
        return " / ".join(" ".join(str(e).split()) for e in errors if str(e).strip())

    def _form(self, action: str) -> Any:  # noqa: ANN401 - lxml is untyped
        forms = [f for f in self._page.forms if f.method.upper() == "POST"]
        return next((f for f in forms if action in (f.get("action") or "")), None)

    def _took(self, answer: httpx.Response) -> str:
        self.path = answer.url.raw_path.decode()
        self._page = html.fromstring(answer.text)
        if answer.status_code >= httpx.codes.BAD_REQUEST:
            raise Stuck(f"{self.path}: {answer.status_code}: {self.said()}")
        return answer.text
