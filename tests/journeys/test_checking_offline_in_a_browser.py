"""A paper's QR code is checked with the network off: genuine, forged, revoked, its key lost."""

import io
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Browser, FilePayload

from portal.i18n import COOKIE
from portal.wiring import utc_now
from procedures.acts.publish_revocations import PROMISED, publish_revocations
from procedures.lifecycle import Act, State
from procedures.papers.code_keys import CodeKeys
from procedures.papers.press import WeasyPress
from procedures.papers.qr import proved, qr_text
from procedures.people import Role
from procedures.records import Paper
from tests.acts.doing import ACTS, acting, done
from tests.acts.found import papers_of
from tests.acts.stages import Stages, proposed_to_revoke
from tests.journeys.eyes import NARROW, ROOT, Window, needs_browser, window

pytestmark = [
    needs_browser,
    pytest.mark.skipif(
        not (ROOT / "portal/static/vendor/jsqr").exists(), reason="no page assets on this machine"
    ),
]

PAGE = "/xac-minh/ngoai-tuyen"


@dataclass(frozen=True, slots=True)
class Printed:
    """A result, what its code says, and the code as a photograph of the paper would show it."""

    paper: Paper
    text: str
    text_of_1999: str
    picture: bytes
    keys: CodeKeys


def _publish(stages: Stages) -> CodeKeys:
    keys = CodeKeys(stages.life.services.settings.pki_dir, utc_now)
    with acting(stages.life, stages.life.actor("quantri")) as call:
        publish_revocations(call, keys, stages.life.services.blobs)
    return keys


@pytest.fixture
def printed(stages: Stages) -> Printed:
    """A paper from the real press, whose list and keys are published."""
    paper = papers_of(stages.life, stages.fresh(State.RETURNED), results=True)[0]
    keys = _publish(stages)
    fonts = stages.life.services.settings.paper_fonts_dir
    press = WeasyPress(ROOT / "templates/papers", Path(fonts), keys)
    with pikepdf.open(io.BytesIO(press.render(paper.kind, paper.context))) as pdf:
        data = pdf.attachments["du-lieu.json"].get_file().read_bytes()
        picture = io.BytesIO()
        images: Any = pdf.pages[0].get_images()
        drawn = pikepdf.PdfImage(next(iter(images.values()))).as_pil_image().convert("RGB")
        drawn.save(picture, "png")
    context: dict[str, Any] = paper.context
    plain = qr_text(
        verify_url=context["verify_url"],
        dossier=context["dossier"]["code"],
        procedure=context["dossier"]["procedure_code"],
        agency=context["agency"]["code"],
        paper=paper.kind,
    )
    long_ago = proved(plain, {**context, "date": "1999-01-01"}, data, keys)
    return Printed(paper, proved(plain, context, data, keys), long_ago, picture.getvalue(), keys)


def _photographed(found: Window, printed: Printed) -> None:
    photo = FilePayload(name="ma.png", mimeType="image/png", buffer=printed.picture)
    found.page.set_input_files("#anh", photo)


def _pasted(found: Window, text: str, outcome: str) -> None:
    found.page.fill("textarea", text)
    found.page.click("[data-check]")
    found.page.wait_for_selector(f'[data-outcome="{outcome}"]')
    assert found.page.locator("[data-outcome]:visible").count() == 1


def test_a_code_is_checked_with_the_network_off(
    browser: Browser, base: str, stages: Stages, printed: Printed
) -> None:
    number = str(printed.paper.context["number_text"])
    with window(browser, base, NARROW) as found:
        found.open(PAGE)
        found.page.wait_for_selector("[data-ready]:visible")
        found.page.context.set_offline(True)
        found.page.reload()
        found.dress()
        found.page.wait_for_selector("[data-list-made]:visible")
        _photographed(found, printed)
        found.page.wait_for_selector('[data-outcome="genuine"]')
        shown = found.page.inner_text('[data-outcome="genuine"]')
        assert number in shown
        assert str(printed.paper.context["agency"]["name"]) in shown
        found.judge(f"{PAGE} without a network")
        _pasted(found, printed.text.replace("&so=", "&so=9"), "forged")
        found.judge(f"{PAGE} of a forged code")
        _pasted(found, printed.text.replace("&k=", "&k=9"), "unknown")
        _pasted(found, printed.text.partition("&k=")[0], "unsigned")
        _pasted(found, "https://evil.example/", "foreign")
        _pasted(found, printed.text_of_1999, "mistimed")
        proposed_to_revoke(stages.life, printed.paper.dossier_id)
        leader = stages.person(Role.ISSUER, printed.paper.dossier_id)
        done(stages.life, leader, ACTS[Act.REVOKE], printed.paper.dossier_id)
        _publish(stages)
        _pasted(found, printed.text, "genuine")
        _fetched_and_off(found)
        _photographed(found, printed)
        found.page.wait_for_selector('[data-outcome="revoked"]')
        assert number in found.page.inner_text('[data-outcome="revoked"]')
        found.judge(f"{PAGE} of a revoked paper")
        printed.keys.withdraw(printed.keys.current(), utc_now())
        _publish(stages)
        _fetched_and_off(found)
        _pasted(found, printed.text, "lost")
        found.judge(f"{PAGE} of a code that anybody could sign")
        _pasted(found, printed.text_of_1999, "withdrawn")
        assert found.findings == []


def _fetched_and_off(found: Window) -> None:
    """Open the page with the network, then go on without it."""
    found.page.context.set_offline(False)
    found.page.reload()
    found.page.wait_for_selector("[data-list-made]:visible")
    found.page.context.set_offline(True)
    found.page.reload()
    found.dress()
    found.page.wait_for_selector("[data-list-made]:visible")


def test_in_english_without_a_camera_an_old_list_is_said_to_be_old(
    browser: Browser, base: str, printed: Printed
) -> None:
    with window(browser, base, NARROW) as found:
        found.page.context.add_cookies([{"name": COOKIE, "value": "en", "url": base}])
        found.open(PAGE)
        found.page.wait_for_selector("[data-ready]:visible")
        _fetched_and_off(found)
        found.page.click("[data-start]")
        found.page.get_by_text(
            found.page.get_attribute("[data-offline]", "data-refused") or ""
        ).wait_for()
        assert found.page.is_visible("[data-start]")
        _photographed(found, printed)
        found.page.wait_for_selector('[data-outcome="genuine"]')
        assert "Genuine QR code" in found.page.inner_text('[data-outcome="genuine"] h2')
        said = found.page.inner_text('[data-fact="ng"]:visible')
        assert said == f"{printed.paper.dated.day} {printed.paper.dated:%b %Y}"
        found.page.clock.set_fixed_time(utc_now() + PROMISED + timedelta(hours=1))
        found.page.reload()
        found.dress()
        found.page.wait_for_selector("[data-old]:visible")
        _pasted(found, printed.text, "stale")
        said = found.page.inner_text('[data-outcome="stale"]')
        assert str(printed.paper.context["number_text"]) in said
        assert str(utc_now().year) in said
        found.judge(f"{PAGE} with an old list, in English")
        assert found.findings == []


def test_without_script_the_register_is_asked(browser: Browser, base: str) -> None:
    with window(browser, base, NARROW, java_script_enabled=False) as found:
        found.open(PAGE)
        assert found.page.is_visible("[data-cannot] a[href='/xac-minh']")
        assert not found.page.is_visible("[data-offline]")
