"""One filing from the catalogue to the receipt, by keyboard alone, with script and without."""

from uuid import UUID

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from procedures.lifecycle import State
from procedures.records import Attachment
from tests.factories import CITIZEN, Life
from tests.journeys.eyes import NARROW, Window, needs_browser, window
from tests.journeys.keyboard import Keys

pytestmark = needs_browser

ANSWERS = {
    "q": "hon nhan",
    "quan_he": "ban-than",
    "nyc_giay_to_loai": "cccd",
    "nyc_loai_cu_tru": "thuong-tru",
    "nyc_dien_thoai": "0912 345 678",
    "gioi_tinh": "nu",
    "dan_toc": "kinh",
    "quoc_tich": "viet-nam",
    "loai_cu_tru": "thuong-tru",
    "tinh_trang": "chua-ket-hon",
    "muc_dich": "nha-dat",
    "da_cap": "khong",
    "tep-giay-to-cu-tru": "cu-tru.pdf",
    "nhan": "desk",
    "cam_doan": "1",
}
"""What a person types or chooses whose own data the portal knows, by the inputs' names."""
ON = "main form[method=post] button.govuk-button:not(.govuk-button--secondary)"


@pytest.mark.parametrize("script", ["on", "off"])
def test_a_filing_by_keyboard(browser: Browser, base: str, town: Life, script: str) -> None:
    with window(browser, base, NARROW, java_script_enabled=script == "on") as found:
        found.sign_in(CITIZEN)
        found.open("/thu-tuc")
        keys = Keys(found, ANSWERS)
        keys.press_on("main form button")
        keys.press_on("main a[href='/thu-tuc/1.004873']")
        keys.press_on("main a[href='/ho-so/moi/1.004873']")
        keys.press_on(ON)
        _fill_in(keys)
        town.work()
        found.page.wait_for_selector("#cam_doan")
        found.page.wait_for_load_state()
        keys.press_on(ON)
        assert found.page.url.endswith("/da-nop"), _faults(found)
        dossier_id = UUID(found.page.url.split("/")[-2])
        assert found.findings == []
    dossier = town.dossier(dossier_id)
    assert (dossier.state, dossier.return_method) == (State.SUBMITTED, "desk")
    with town.services.reading() as db:
        names = select(Attachment.filename).where(Attachment.dossier_id == dossier_id)
        assert db.scalars(names).all() == ["cu-tru.pdf"]


def _fill_in(keys: Keys) -> None:
    """Every page up to the declaration."""
    while not keys.page.url.endswith("/to-khai"):
        was = keys.page.url
        keys.press_on(ON)
        assert keys.page.url != was, _faults(keys.window)


def _faults(found: Window) -> str:
    """What the page complains of."""
    return f"{found.page.url}: {found.page.locator('.govuk-error-summary').all_inner_texts()}"
