"""A first visit is light: page, style and script of a first load within 60 kB compressed."""

import gzip

import pytest
from playwright.sync_api import Browser, Response

from tests.factories import CITIZEN, Life
from tests.journeys.eyes import NARROW, needs_browser, window

pytestmark = needs_browser

MOST = 60_000
WEIGHED = {"document", "stylesheet", "script"}


@pytest.mark.parametrize("page", ["catalogue", "procedure", "form"])
def test_a_first_load_is_light(browser: Browser, base: str, town: Life, page: str) -> None:
    path = {
        "catalogue": "/thu-tuc",
        "procedure": "/thu-tuc/1.001193",
        "form": f"/ho-so/nhap/{town.draft()}/con" if page == "form" else "",
    }[page]
    with window(browser, base, NARROW) as found:
        found.sign_in(CITIZEN)
        signed_in = found.page.context.storage_state()
    loaded: list[Response] = []
    with window(browser, base, NARROW, storage_state=signed_in) as found:
        found.page.on("response", lambda answer: loaded.append(answer))  # noqa: PLW0108 - Playwright marks what it is given
        found.open(path)
        found.page.wait_for_load_state("networkidle")
        weighed = [answer for answer in loaded if answer.request.resource_type in WEIGHED]
        sizes = {answer.url: len(gzip.compress(answer.body())) for answer in weighed}
    assert len(sizes) >= len(WEIGHED)
    assert sum(sizes.values()) <= MOST, sizes
