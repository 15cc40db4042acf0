"""A citizen signs in the page with a PKCS#12 file, and two people sign one declaration.

Everything is real: the browser opens the file, the portal prepares and finishes, the PKI answers,
the worker checks. What the browser sends is read: neither the file, the password nor the key is.
"""

import json
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote_to_bytes
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from flask import Flask
from playwright.sync_api import Browser, FilePayload, Page
from sqlalchemy import select

from portal.app import create_app
from portal.identity import PasswordIdentity
from portal.preparing import prepare as set_up
from portal.wiring import Services, WorkerServices, utc_now
from procedures.acts.declare import prepare
from procedures.papers.pki_folder import PkiFolder
from procedures.records import Declaration, DeclarationSigner
from procedures.records.declaration import DeclarationState, SignerState
from procedures.schemes import Scheme
from tests.acts.doing import acting
from tests.factories import CITIZEN, Life
from tests.journeys.eyes import NARROW, WIDE, Window, needs_browser, serving_app, window
from tests.papers.holders import Holding, holding
from tests.papers.naming import schemes_in
from tests.workers import working

pytestmark = needs_browser
SHE, HE = ("Nguyễn Thị Thu Hà", "024194000115"), ("Trần Quốc Việt", "024088000231")
PASSWORD = "mật khẩu của tệp"
OLD_PASSWORD = "mat-khau-cu"
SECRET_PARTS = 24
"""Octets of the key that must not show in anything that is sent."""
INSECURE = "Object.defineProperty(window, 'isSecureContext', { value: false })"
"""As on a page that came over http from another host."""


@pytest.fixture
def portal(services: Services) -> Flask:
    set_up(services)
    made = create_app(services.settings)
    made.extensions["services"] = services
    made.extensions["identity"] = PasswordIdentity(services)
    return made


def _held(services: Services, who: tuple[str, str], key: object = None, **said: bool) -> Holding:
    folder = PkiFolder(services.settings.pki_dir)
    made = key or ec.generate_private_key(ec.SECP256R1())
    return holding(folder, made, who, utc_now(), **said)  # type: ignore[arg-type]


def _declared(services: Services, procedure: str) -> UUID:
    life = Life(services)
    draft_id = life.draft(procedure)
    with acting(life, life.actor(CITIZEN)) as call:
        prepare(call, draft_id)
    return draft_id


def _offer(page: Page, data: bytes, password: str, name: str = "chu-ky.p12") -> None:
    file = FilePayload(name=name, mimeType="application/x-pkcs12", buffer=data)
    page.set_input_files("#p12", file)
    page.fill("#p12-password", password)
    page.keyboard.press("Enter")


def _open_way(page: Page) -> None:
    page.locator("summary", has_text="Ký ngay trên trang này").click()


def _state(services: Services, draft_id: UUID) -> DeclarationState:
    with services.reading() as db:
        wanted = select(Declaration.state).where(Declaration.draft_id == draft_id)
        return db.scalars(wanted).one()


def test_a_file_is_opened_in_the_page_and_only_a_signature_is_sent(
    browser: Browser, services: Services, workers: WorkerServices, portal: Flask
) -> None:
    good = _held(services, SHE)
    refused = (
        (good.p12(PASSWORD), "sai", "Mật khẩu không đúng", "#p12-password"),
        (b"PK\x03\x04 no certificate", PASSWORD, "không phải tệp chứng thư số", "#p12"),
        (_held(services, SHE, ended=True).p12(PASSWORD), PASSWORD, "đã hết hạn", "#p12"),
        (_held(services, HE).p12(PASSWORD), PASSWORD, "số định danh khác", "#p12"),
        (good.p12(PASSWORD), "", "Hãy nhập mật khẩu", "#p12-password"),
    )
    draft_id = _declared(services, "3.000333")
    sent: list[bytes] = []
    with serving_app(portal) as base, working(workers), window(browser, base, NARROW) as found:
        found.sign_in(CITIZEN)
        found.open(f"/ho-so/nhap/{draft_id}/to-khai")
        page = found.page
        _open_way(page)
        page.on("request", lambda asked: sent.append(asked.post_data_buffer or b""))
        for data, password, said, field in refused:
            _offer(page, data, password)
            page.wait_for_selector(f"{field}-error:has-text('{said}')")
            assert page.evaluate("'#' + document.activeElement.id") == field
        found.judge("a certificate that may not sign")
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        _offer(page, good.p12(PASSWORD), PASSWORD)
        page.wait_for_selector("text=Ký bằng chứng thư số này?")
        assert SHE[1] in page.inner_text("[data-facts]")
        assert page.input_value("#p12-password") == ""
        found.judge("whose certificate it is")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Tờ khai đã ký hợp lệ")
        found.judge("signed in the page")
        complaints = [one for one in found.findings if "status of 409" not in one]
        assert complaints == []
    assert _state(services, draft_id) is DeclarationState.SIGNED
    with ThreadPoolExecutor(1) as aside:  # the browser's own loop runs in this thread
        run = portal.test_cli_runner().invoke
        told = aside.submit(run, args=["rejudge", "--independent"]).result()
    (line,) = map(json.loads, told.output.splitlines())
    assert (line["verdict"], line["same"], line["pyhanko"]) == ("GENUINE", True, "OK")
    assert told.exit_code == 0
    _stamped(services, draft_id)
    everything = b"\n".join(sent)
    assert b"chu_ky=" in everything
    _nothing_secret(everything, good, PASSWORD)


def _stamped(services: Services, draft_id: UUID) -> None:
    """Its time was put beside the signature by the worker, not by the page (PAdES B-T)."""
    with services.reading() as db:
        row = db.scalars(select(Declaration).where(Declaration.draft_id == draft_id)).one()
    (signature,) = (row.verdict or {})["signatures"]
    assert signature["signed_at"] is not None
    assert row.evidence_sha256 is not None


def _nothing_secret(sent: bytes, held: Holding, password: str) -> None:
    assert isinstance(held.key, ec.EllipticCurvePrivateKey)
    secret = held.key.private_numbers().private_value.to_bytes(32, "big")
    for text in (sent, unquote_to_bytes(sent)):
        assert password.encode() not in text
        for shift in range(3):
            assert b64encode(bytes(shift) + secret)[4:-4] not in text
        assert secret.hex().encode() not in text
        assert secret[:SECRET_PARTS] not in text


def test_where_nothing_can_be_signed_another_way_is_named(
    browser: Browser, services: Services, workers: WorkerServices, portal: Flask, tmp_path: Path
) -> None:
    draft_id = _declared(services, "3.000333")
    with serving_app(portal) as base, working(workers):
        with window(browser, base, NARROW) as found:
            found.sign_in(CITIZEN)
            _wait_for(found, services, draft_id, DeclarationState.PRINTED)
            signed_in = found.page.context.storage_state()
            found.page.add_init_script(INSECURE)
            found.open(f"/ho-so/nhap/{draft_id}/to-khai")
            _open_way(found.page)
            found.page.wait_for_selector("[data-status]:has-text('kết nối an toàn (https)')")
            assert not found.page.is_visible("#p12")
            found.judge("no signing without https")
            _refuses_what_is_too_large(found, tmp_path)
            assert found.findings == []
        with window(
            browser, base, NARROW, storage_state=signed_in, java_script_enabled=False
        ) as bare:
            bare.page.goto(f"{base}/ho-so/nhap/{draft_id}/to-khai")
            _open_way(bare.page)
            assert bare.page.locator("details noscript strong").is_visible()
            assert not bare.page.is_visible("#p12")


def _refuses_what_is_too_large(found: Window, folder: Path) -> None:
    """A signed file beyond the limit is told beside its field, and not sent."""
    page, at = found.page, found.page.url
    large, small = _file(folder / "lon.pdf", 21 * 1024 * 1024), _file(folder / "nho.pdf", 2000)
    page.locator("summary", has_text="Ký bằng phần mềm của bạn").click()
    for file, told in ((large, True), (small, False), (large, True)):
        page.set_input_files("#to_khai", file)
        beside = page.locator("#to_khai-error:has-text('Tệp lớn hơn 20 MB')")
        assert beside.count() == int(told)
    page.click("text=Tải bản đã ký lên")
    assert page.evaluate("document.activeElement.id") == "to_khai"
    assert page.url == at
    found.judge("a signed file too large")


def _file(path: Path, size: int) -> Path:
    with path.open("wb") as stream:
        stream.truncate(size)
    return path


def _wait_for(found: Window, services: Services, draft_id: UUID, state: DeclarationState) -> None:
    for _ in range(200):
        if _state(services, draft_id) is state:
            return
        found.page.wait_for_timeout(100)
    raise AssertionError(state)


def test_two_people_sign_one_declaration_on_two_devices(
    browser: Browser, services: Services, workers: WorkerServices, portal: Flask
) -> None:
    hers = _held(services, SHE, rsa.generate_private_key(65537, 2048)).p12(OLD_PASSWORD, old=True)
    his = _held(services, HE, ec.generate_private_key(ec.SECP384R1())).p12(PASSWORD)
    draft_id = _declared(services, "1.000894")
    with (
        serving_app(portal) as base,
        working(workers),
        window(browser, base, NARROW) as phone,
        window(browser, base, WIDE) as desk,
    ):
        phone.sign_in("congdan3")
        _wait_for(phone, services, draft_id, DeclarationState.PRINTED)
        phone.open("/ho-so")
        phone.page.get_by_role("link", name="Đọc và ký").click()
        phone.judge("invited")
        desk.sign_in(CITIZEN)
        desk.open(f"/ho-so/nhap/{draft_id}/to-khai")
        _ready(desk, hers, OLD_PASSWORD)
        _ready(phone, his, PASSWORD)
        _sign(phone)
        phone.page.wait_for_selector("text=Bạn đã ký tờ khai này")
        phone.judge("he has signed")
        desk.page.get_by_role("button", name="Ký tờ khai").click()
        desk.page.wait_for_selector("[data-refused]:has-text('vừa có thêm một chữ ký khác')")
        desk.page.reload()
        desk.page.wait_for_selector("text=✓ Đã ký")
        _ready(desk, hers, OLD_PASSWORD)
        _sign(desk)
        desk.page.wait_for_selector("text=Tờ khai đã ký hợp lệ")
        desk.judge("both have signed")
        desk.page.get_by_role("button", name="Nộp hồ sơ").click()
        desk.page.wait_for_selector("h1:has-text('Đã nộp hồ sơ')")
        assert [one for one in desk.findings if "status of 409" not in one] == []
        assert phone.findings == []
    with services.reading() as db:
        assert set(db.scalars(select(DeclarationSigner.state))) == {SignerState.SIGNED}
        declaration = db.scalars(select(Declaration)).one()
    assert declaration.accepted_sha256 is not None
    signed = services.blobs.get(declaration.accepted_sha256)
    assert schemes_in(signed) == [Scheme.ECDSA, Scheme.PSS]


def _ready(found: Window, data: bytes, password: str) -> None:
    _open_way(found.page)
    _offer(found.page, data, password)
    found.page.wait_for_selector("text=Ký bằng chứng thư số này?")


def _sign(found: Window) -> None:
    found.page.get_by_role("button", name="Ký tờ khai").click()
