"""Every page of a dossier's way in a real browser: phone and desk, light and dark, no script."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from portal.wiring import Services
from procedures.reads.verification import paper_by_code
from procedures.records import Paper
from tests.factories import CITIZEN, Life
from tests.journeys.eyes import (
    AXE,
    CHROMIUM,
    NARROW,
    PHONE_AND_DESK,
    WIDE,
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


def _citizen_pages(life: Life) -> list[str]:
    draft = f"/ho-so/nhap/{life.draft()}"
    asked = life.asked()
    return [
        "/ho-so",
        "/ho-so/moi/1.004873",
        f"{draft}/con",
        f"{draft}/tep",
        f"{draft}/xem-lai",
        f"/ho-so/{asked}",
        f"/ho-so/{life.issued()}",
    ]


def _desk_pages(life: Life) -> list[str]:
    waiting = life.submitted()
    return [
        "/mot-cua",
        f"/mot-cua/{waiting}",
        f"/mot-cua/{waiting}/tiep-nhan",
        f"/mot-cua/{waiting}/tu-choi",
        f"/mot-cua/{waiting}/bo-sung",
        f"/mot-cua/{life.received()}/chuyen",
    ]


def _office_pages(life: Life) -> list[str]:
    handled = life.in_progress()
    return ["/xu-ly", f"/xu-ly/{handled}", f"/xu-ly/{handled}/trinh", f"/xu-ly/{handled}/dung"]


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


@pytest.mark.parametrize("size", PHONE_AND_DESK, ids=["360", "1280"])
def test_a_citizens_pages(browser: Browser, base: str, life: Life, size: dict[str, int]) -> None:
    with visit(browser, base, size) as window:
        window.sign_in(CITIZEN)
        for path in _citizen_pages(life):
            window.open(path)
            window.check(path)


@pytest.mark.parametrize("size", PHONE_AND_DESK, ids=["360", "1280"])
def test_officers_pages(browser: Browser, base: str, life: Life, size: dict[str, int]) -> None:
    for username, pages in (
        ("motcua.tanmy", _desk_pages(life)),
        ("tuphap.tanmy", _office_pages(life)),
        ("chutich.tanmy", [f"/xu-ly/{life.proposed()}/ky"]),
        ("quantri", ["/quan-tri"]),
    ):
        with visit(browser, base, size) as window:
            window.sign_in(username)
            for path in pages:
                window.open(path)
                window.check(path)


def test_the_way_from_catalogue_to_form_without_script(
    browser: Browser, base: str, life: Life
) -> None:
    del life
    with visit(browser, base, NARROW, java_script_enabled=False) as window:
        page = window.page
        window.open("/dang-nhap")
        page.fill("#username", CITIZEN)
        page.fill("#password", "mat-khau-thu-123")
        page.click("main button[type=submit]")
        window.open("/thu-tuc?q=hon+nhan")
        page.click("text=Cấp Giấy xác nhận tình trạng hôn nhân")
        page.click("a[href='/ho-so/moi/1.004873']")
        page.click("main form button[type=submit]:visible")
        assert "/ho-so/nhap/" in page.url, page.url
        page.click("main form button:has-text('Tiếp tục')")
        assert page.locator(".govuk-error-summary").count() == 1


def test_a_first_load_is_light(browser: Browser, base: str) -> None:
    """HTML, style and script of a first visit within 60 kB compressed (issue 2)."""
    sizes: dict[str, int] = {}
    with visit(browser, base, WIDE) as window:
        window.page.on(
            "response",
            lambda answer: (
                sizes.update({answer.url: int(answer.headers.get("content-length") or 0)})
                if answer.request.resource_type in {"document", "stylesheet", "script"}
                else None
            ),
        )
        window.open("/")
        window.page.wait_for_load_state("networkidle")
    assert len(sizes) > 3
    assert sum(sizes.values()) <= 60_000, sizes
