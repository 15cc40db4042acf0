"""A headless Chromium on the running application, and what it must find on every page."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from tests.factories import PASSWORD

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
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
PHONE_AND_DESK = (NARROW, WIDE)


@contextmanager
def serving_app(app: Flask) -> Iterator[str]:
    """The application behind a loopback port, from a thread of this process."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for the length of a test."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody's browser window on the application."""

    base: str
    context: BrowserContext
    page: Page

    def open(self, path: str) -> None:
        """Go to a page; it must answer."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def sign_in(self, username: str) -> None:
        """Sign in by the page, with the keyboard alone."""
        self.open("/dang-nhap")
        self.page.focus("#username")
        self.page.keyboard.type(username)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "/dang-nhap" not in url)

    def check(self, path: str) -> None:
        """What must hold on the page at hand: nothing for axe, nothing beyond the edge."""
        assert self.violations() == [], f"{path}: {self.violations()}"
        wider = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wider <= 0, f"{path}: {wider} px beyond the edge"

    def violations(self) -> list[str]:
        """Findings of axe, each as rule and first place."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: dict[str, Any] = self.page.evaluate("axe.run(document)")
        return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found["violations"]]


@contextmanager
def visit(browser: Browser, base: str, size: dict[str, int], **options: Any) -> Iterator[Visit]:
    """A window of this size; options as Playwright's new_context takes them."""
    context = browser.new_context(viewport=size, bypass_csp=True, **options)  # type: ignore[arg-type]
    try:
        yield Visit(base, context, context.new_page())
    finally:
        context.close()
