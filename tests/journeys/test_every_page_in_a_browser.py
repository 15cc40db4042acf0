"""The public pages in a real browser: phone and desk, light and dark."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from portal.wiring import Services
from procedures.reads.verification import paper_by_code
from procedures.records import Paper
from tests.factories import Life
from tests.journeys.eyes import (
    AXE,
    CHROMIUM,
    PHONE_AND_DESK,
    chromium,
    serving_app,
    visit,
)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None or not AXE.exists(), reason="no Chromium or no page assets on this machine"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def base(app: Flask) -> Iterator[str]:
    with serving_app(app) as address:
        yield address


def _public_pages(services: Services, life: Life) -> list[str]:
    dossier_id = life.issued()
    with services.reading() as db:
        code = db.query(Paper).filter_by(dossier_id=dossier_id, is_result=True).one().verify_code
        assert paper_by_code(db, code) is not None
    return [
        "/",
        "/thu-tuc",
        "/thu-tuc?q=khai+sinh",
        "/thu-tuc/1.001193",
        "/tra-cuu",
        "/xac-minh",
        f"/xac-minh/{code}",
        "/dang-nhap",
        "/tro-giup",
    ]


@pytest.mark.parametrize("size", PHONE_AND_DESK, ids=["360", "1280"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_public_pages(
    browser: Browser,
    base: str,
    services: Services,
    life: Life,
    size: dict[str, int],
    scheme: str,
) -> None:
    with visit(browser, base, size, color_scheme=scheme) as window:
        for path in _public_pages(services, life):
            window.open(path)
            window.check(path)
