"""The page's script in a real browser: it hides and fetches, and the server still decides."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, sync_playwright

from forms.kinds.tree import next_list
from forms.kinds.wire import Typed
from tests.forms.province import Province
from tests.forms.test_templates import PAGE, environment, form_of, states

SCRIPT = Path(__file__).parents[2] / "portal" / "static" / "js" / "form.js"
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ORIGIN = "http://bieu-mau.test"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


def _answer(route: Route) -> None:
    address = urlsplit(route.request.url)
    if address.path == "/form.js":
        route.fulfill(body=SCRIPT.read_text(), content_type="text/javascript")
    elif address.path == "/dia-danh":
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        found = next_list(
            Province(),
            query["parent"],
            scope=query["scope"],
            tier=query.get("tier", ""),
            unit_kinds=query["kinds"].split(",") if "kinds" in query else (),
        )
        route.fulfill(body=json.dumps(found), content_type="application/json")
    elif address.path != "/trang":
        route.fulfill(status=404, body="")
    else:
        script = '<script type="module" src="/form.js"></script></body>'
        form = states()[int(address.query or 0)]
        html = environment().from_string(PAGE).render(form=form).replace("</body>", script)
        route.fulfill(body=html, content_type="text/html; charset=utf-8")


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.route(f"{ORIGIN}/**", _answer)
        yield page
        browser.close()


@pytest.fixture
def page(browser_page: Page) -> Page:
    browser_page.goto(f"{ORIGIN}/trang")
    return browser_page


@pytest.mark.skipif(not AXE.exists(), reason="the page assets are not installed")
@pytest.mark.parametrize("state", ["0", "1", "2"])
def test_axe_finds_nothing(page: Page, state: str) -> None:
    page.goto(f"{ORIGIN}/trang?{state}")
    page.add_script_tag(path=AXE)
    whole_page = ["landmark-one-main", "page-has-heading-one", "region"]
    off = {rule: {"enabled": False} for rule in whole_page}
    found = page.evaluate("rules => axe.run({rules})", off)
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []


def test_questions_appear_when_they_apply(page: Page) -> None:
    assert page.locator("#cha_ten").is_hidden()
    page.check("input[name=gioi_tinh][value=nam]")
    assert page.locator("#cha_ten").is_visible()
    assert page.locator("#cha_ten-when").is_hidden()
    page.check("input[name=gioi_tinh][value=nu]")
    assert page.locator("#cha_ten").is_hidden()


def test_groups_come_and_go_whole(page: Page) -> None:
    assert page.locator("#cha_tuoi").is_visible()
    page.select_option("#giay_to", "cccd")
    assert page.locator("#cha_tuoi").is_hidden()
    assert page.get_by_text("Mục nguoi_cha").is_hidden()


def test_rows_have_conditions_of_their_own(page: Page) -> None:
    assert page.locator("#thanh_vien-0-ly_do").is_hidden()
    page.check("#thanh_vien-0-la_chu")
    assert page.locator("#thanh_vien-0-ly_do").is_visible()


def test_lists_of_places_follow_each_other(page: Page) -> None:
    page.select_option("#noi_o-0", "24")
    page.select_option("#noi_o-1", "213")
    page.select_option("#noi_o-2", "07210")
    typed = page.evaluate(
        "Object.fromEntries([...new FormData(document.querySelector('form'))]"
        ".filter(([name]) => name.startsWith('noi_o')))"
    )
    read = form_of({}, Typed({name: [text] for name, text in typed.items()})).read()
    assert read["noi_o"] == {
        "place": "07210",
        "detail": "",
        "text": "phường Ngô Quyền, thành phố Bắc Giang, tỉnh Bắc Giang",
    }
    page.select_option("#noi_o-1", "217")
    page.wait_for_function("document.querySelector('#noi_o-2')?.value === '07840'")
    page.select_option("#noi_o-0", "")
    assert page.locator("#noi_o-1").count() == 0


def test_the_button_for_the_next_list_is_only_for_those_without_the_script(page: Page) -> None:
    assert page.locator("[name='_refresh:noi_o']").is_hidden()
    page.evaluate("document.querySelector('.app-places').dataset.placesUrl = '/khong-co'")
    page.select_option("#noi_o-0", "24")
    page.wait_for_function("document.querySelector('[data-places-go]').style.display === ''")


def test_an_office_is_offered_after_its_place(page: Page) -> None:
    page.select_option("#noi_nop-1", "213")
    page.select_option("#noi_nop-2", "07207")
    page.select_option("#noi_nop-unit", "07207-ubnd-2")
    page.select_option("#noi_nop-2", "07210")
    page.wait_for_function("document.querySelector('#noi_nop-unit')?.value === '07210-ubnd'")
