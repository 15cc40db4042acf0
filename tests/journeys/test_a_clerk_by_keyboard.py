"""A clerk handles twenty dossiers by keyboard alone: receives many and one, hands all over."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from procedures.lifecycle import State
from procedures.records import Dossier, Handover
from tests.factories import Life
from tests.journeys.eyes import WIDE, Window, needs_browser, serving_app, window
from tests.journeys.keyboard import FAR, Keys

pytestmark = needs_browser

DESK, HANDLER = "motcua.tanmy", "tuphap.tanmy"
TWENTY, AT_ONCE = 20, 17
LOOK, DO = ".app-choose button", "form[action$='/bat-dau'] .govuk-button"


@pytest.fixture
def own_base(app: Flask) -> Iterator[str]:
    """Where this test's own town answers."""
    with serving_app(app) as address:
        yield address


def tab_to(clerk: Window, way: str) -> None:
    """Tab until the focus is on what the selector says."""
    for _ in range(FAR):
        clerk.page.keyboard.press("Tab")
        if clerk.page.evaluate("(way) => document.activeElement.matches(way)", way):
            return
    raise AssertionError(f"{way} is out of the keyboard's reach")


def go(clerk: Window, letter: str) -> None:
    """To a queue, by its letter."""
    with clerk.page.expect_navigation(wait_until="load"):
        clerk.page.keyboard.press("g")
        clerk.page.keyboard.press(letter)


def do_to_the_chosen(clerk: Window, name: str) -> None:
    """From the list over the preview to the results, each looked at."""
    clerk.page.keyboard.press("b")
    Keys(clerk, {}).press_on(LOOK)
    clerk.judge(f"preview: {name}")
    clerk.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    Keys(clerk, {}).press_on(DO)
    clerk.page.wait_for_selector("[data-progress]", state="detached", timeout=120_000)
    clerk.judge(f"results: {name}")
    clerk.page.set_viewport_size(WIDE)  # type: ignore[arg-type]


def states(life: Life) -> list[State]:
    with life.services.reading() as db:
        return [dossier.state for dossier in db.query(Dossier)]


def test_twenty_dossiers(browser: Browser, own_base: str, life: Life) -> None:
    for _ in range(TWENTY):
        life.submitted()
    with window(browser, own_base, WIDE) as clerk:
        clerk.sign_in(DESK)
        clerk.page.wait_for_load_state("load")
        for _ in range(AT_ONCE):
            clerk.page.keyboard.press("j")
            clerk.page.keyboard.press("x")
        assert clerk.page.inner_text("[data-chosen]") == f"Đã chọn: {AT_ONCE}"
        do_to_the_chosen(clerk, "receive")
        assert states(life).count(State.RECEIVED) == AT_ONCE
        for left in range(TWENTY - AT_ONCE, 0, -1):
            clerk.open("/mot-cua")
            clerk.page.wait_for_load_state("load")
            clerk.page.keyboard.press("j")
            with clerk.page.expect_navigation(wait_until="load"):
                clerk.page.keyboard.press("Enter")
            Keys(clerk, {}).press_on("a[href$='/tiep-nhan']")
            Keys(clerk, {}).press_on("form[action$='/tiep-nhan'] .govuk-button")
            assert states(life).count(State.SUBMITTED) == left - 1
        clerk.page.wait_for_load_state("load")
        with clerk.page.expect_navigation(wait_until="load"):
            clerk.page.keyboard.press("l")
        go(clerk, "c")
        tab_to(clerk, "[data-select-all]")
        clerk.page.keyboard.press("Enter")
        assert clerk.page.inner_text("[data-chosen]") == f"Đã chọn: {TWENTY}"
        do_to_the_chosen(clerk, "hand over")
        with life.services.reading() as db:
            assert db.query(Handover).filter(Handover.outcome.is_(None)).count() == TWENTY
        assert not clerk.findings, "\n".join(clerk.findings)


def test_keys_keep_still_while_somebody_types(browser: Browser, own_base: str, life: Life) -> None:
    life.submitted()
    with window(browser, own_base, WIDE) as clerk:
        clerk.sign_in(DESK)
        clerk.page.wait_for_load_state("load")
        press = clerk.page.keyboard.press
        press("/")
        clerk.page.keyboard.type("gxj?/")
        assert clerk.page.input_value("#q") == "gxj?/"
        assert clerk.page.query_selector("dialog[open]") is None
        press("Tab")
        tab_to(clerk, ".app-code")
        press("?")
        assert clerk.page.is_visible("dialog[data-keys]")
        clerk.judge("the keys")
        press("Escape")
        assert not clerk.page.is_visible("dialog[data-keys]")
        clerk.open("/ban-lam-viec/phim-tat")
        Keys(clerk, {}).press_on("form[action$='/phim-tat'] .govuk-button")
        clerk.open("/mot-cua")
        clerk.page.wait_for_load_state("load")
        press("j")
        assert clerk.page.evaluate("document.activeElement === document.body")
        assert not clerk.findings, "\n".join(clerk.findings)


def test_what_is_typed_outlives_its_page(browser: Browser, own_base: str, life: Life) -> None:
    dossier_id = life.submitted()
    with window(browser, own_base, WIDE) as clerk:
        clerk.sign_in(DESK)
        clerk.open(f"/mot-cua/{dossier_id}/tu-choi")
        tab_to(clerk, "#grounds")
        clerk.page.keyboard.type("Thiếu giấy chứng sinh")
        clerk.page.wait_for_selector("[data-save-state='saved']")
        clerk.open("/mot-cua")
        clerk.open(f"/mot-cua/{dossier_id}/tu-choi")
        assert clerk.page.input_value("#grounds") == "Thiếu giấy chứng sinh"
        clerk.judge("restored words")
        assert not clerk.findings, "\n".join(clerk.findings)


def test_a_colleague_is_called_by_an_at(browser: Browser, own_base: str, life: Life) -> None:
    dossier_id, colleague = life.in_progress(), life.actor(HANDLER)
    with window(browser, own_base, WIDE) as clerk:
        clerk.sign_in(DESK)
        clerk.open(f"/mot-cua/{dossier_id}/ghi-chu")
        clerk.page.wait_for_load_state("load")
        tab_to(clerk, "#text")
        clerk.page.keyboard.type(f"Nhờ @{colleague.name[:4]}")
        clerk.page.wait_for_selector(f"[role=option]:has-text('{colleague.name}')")
        while colleague.name not in clerk.page.inner_text("[aria-selected=true]"):
            clerk.page.keyboard.press("ArrowDown")
        clerk.judge("the list under an @")
        clerk.page.keyboard.press("Enter")
        assert clerk.page.input_value("#text") == f"Nhờ @{colleague.name} "
        assert clerk.page.is_checked(f"[name=nguoi][value='{colleague.person_id}']")
        Keys(clerk, {}).press_on("form[action$='/ghi-chu'] .govuk-button:not([formaction], [name])")
        assert f"Nhắc: {colleague.name}" in clerk.page.inner_text("main")
        assert not clerk.findings, "\n".join(clerk.findings)
