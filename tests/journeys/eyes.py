"""A headless Chromium on the running application, and what it must find on every page."""

import re
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    FilePayload,
    Page,
    TimeoutError,  # noqa: A004 - the browser's, not the system's
    sync_playwright,
)
from werkzeug.serving import make_server

from tests.factories import PASSWORD

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_browser = pytest.mark.skipif(
    CHROMIUM is None or not AXE.exists(), reason="no Chromium or no page assets on this machine"
)
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NARROW = {"width": 360, "height": 740}
WIDE = {"width": 1280, "height": 900}
PATIENCE = 20_000
"""Milliseconds after which a page that does not answer fails its test."""
VIEWER_TAKES = 4
"""Presses of a key before a page with a paper counts as deaf."""
MAIN_BUTTON = (
    "main form[method=post] .govuk-button:not(.govuk-button--secondary):visible, "
    "main form[data-list] .govuk-button:visible"
)

_JUDGE = """async (colours) => {
  const asked = {resultTypes: ['violations'], preload: false, iframes: false};
  if (colours) asked.runOnly = {type: 'rule', values: ['color-contrast', 'link-in-text-block']};
  const found = await axe.run(document, asked);
  return found.violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`);
}"""
_STANDING = """() => [...document.body.querySelectorAll('*')].map((element) => {
  const {color, backgroundColor, backgroundImage, position} = getComputedStyle(element);
  const seen = element.checkVisibility({opacityProperty: true, visibilityProperty: true});
  const box = element.getBoundingClientRect();
  const room = box.width > 1 && box.height > 1;
  return [seen, room, position, color, backgroundColor, backgroundImage].join();
})"""
DRESSING = 500
"""Looks at the style sheets, twenty milliseconds apart, before a page counts as broken."""
_DRESSED = "document.styleSheets.length >= document.querySelectorAll('[rel=stylesheet]').length"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@contextmanager
def serving_app(app: Flask) -> Iterator[str]:
    """The application behind a loopback port, from a thread of this process."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """A browser for the length of a test, started with these options besides the usual ones."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*OPTIONS, *more], timeout=PATIENCE
        )
        try:
            yield browser
        finally:
            browser.close()


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


@dataclass(slots=True)
class Window:
    """Somebody's browser window on the application, and what was found amiss in it."""

    base: str
    page: Page
    findings: list[str] = field(default_factory=list)

    def open(self, path: str, status: int = 200) -> None:
        """Go to a page; it must answer so."""
        answer = self.page.goto(self.base + path, wait_until="domcontentloaded")
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        self.dress()

    def dress(self) -> None:
        """Wait until every style sheet is there, as a browser does before it shows anything."""
        for _ in range(DRESSING):
            if self.page.evaluate(_DRESSED):
                return
            self.page.wait_for_timeout(20)
        raise AssertionError(f"{self.page.url}: a style sheet never came")

    def sign_in(self, username: str) -> None:
        """Sign in by the page, with the keyboard alone."""
        self.open("/dang-nhap")
        self.page.focus("#username")
        self.page.keyboard.type(username)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "/dang-nhap" not in url)

    def be(self, username: str) -> None:
        """Come as somebody who has signed in before; how one does is `sign_in`."""
        asked, at = self.page.context.request, f"{self.base}/dang-nhap"
        token = _TOKEN.search(asked.get(at).text())
        assert token is not None
        typed = {"csrf_token": token[1], "username": username, "password": PASSWORD, "ve": "/"}
        assert asked.post(at, form=typed, max_redirects=0).status == HTTPStatus.SEE_OTHER

    def send(self, typed: Mapping[str, str]) -> None:
        """Fill inputs of the page's form by their names and press its main button.

        By the keyboard, and again where the browser's own PDF viewer, still starting, took the key:
        it does so on pages that show papers.
        """
        self.page.wait_for_load_state("load")
        for name, value in typed.items():
            self._put(name, value)
        tries = 1 if len(self.page.frames) == 1 else VIEWER_TAKES
        for left in reversed(range(tries)):
            try:
                self._press(PATIENCE / tries)
                break
            except TimeoutError:
                if not left:
                    raise
        self.dress()

    def _press(self, patience: float) -> None:
        with self.page.expect_navigation(wait_until="domcontentloaded", timeout=patience):
            self.page.locator(MAIN_BUTTON).first.press("Enter")

    def _put(self, name: str, value: str) -> None:
        box = self.page.locator(f"main [name='{name}']").first
        kind = box.get_attribute("type")
        if kind in {"radio", "checkbox"}:
            self.page.locator(f"main [name='{name}'][value='{value}']").check()
        elif kind == "file":
            file = FilePayload(name="tep.pdf", mimeType="application/pdf", buffer=value.encode())
            box.set_input_files(file)
        elif box.evaluate("(box) => box.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)

    def judge(self, name: str) -> None:
        """Look at the page at hand on a phone and on a desk, by day and by night.

        The desk is asked about what stands there otherwise than on the phone, whose letters are the
        smaller. Colours of the night are judged once, by the two rules that they decide.
        """
        self.page.evaluate(_axe())
        stood = None
        for size in (NARROW, WIDE):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            where = f"{name} at {size['width']} px"
            stands = self.page.evaluate(_STANDING)
            if stands != stood:
                self._ask_axe(where)
            stood = stands
            wider = self.page.evaluate(_WIDER)
            if wider > 0:
                self.findings.append(f"{where}: {wider} px beyond the edge")
        self.page.emulate_media(color_scheme="dark")
        self._ask_axe(f"{name} in the dark", colours=True)
        self.page.emulate_media(color_scheme="light")

    def _ask_axe(self, where: str, *, colours: bool = False) -> None:
        found = self.page.evaluate(_JUDGE, colours)
        self.findings += [f"{where}: {each}" for each in found]

    def heard(self, said: ConsoleMessage) -> None:
        """Note what the browser complains of; a page that answers 4xx as it should is no fault."""
        where = said.location["url"]
        if said.type == "error" and where != self.page.url:
            self.findings.append(f"{self.page.url}: {said.text} {where}")


@contextmanager
def window(browser: Browser, base: str, size: dict[str, int], **options: Any) -> Iterator[Window]:
    """A window of this size; options as Playwright's new_context takes them."""
    context = browser.new_context(viewport=size, **options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    try:
        made = Window(base, context.new_page())
        made.page.on("console", lambda said: made.heard(said))  # noqa: PLW0108 - Playwright marks what it is given
        made.page.on("pageerror", lambda error: made.findings.append(f"{made.page.url}: {error}"))
        yield made
    finally:
        context.close()
