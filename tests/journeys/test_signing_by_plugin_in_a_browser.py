"""A leader signs with the VGCA program on their own machine, which the page speaks to.

Everything is real but the program and its token: the page, the sockets, the press, the addresses,
a certificate of the test PKI, the check, the seal.
"""

import asyncio
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import TypeVar
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, FilePayload
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from sqlalchemy import select, update

from portal.app import create_app
from portal.identity import PasswordIdentity
from portal.verification import verify_bytes
from portal.wiring import Services, WorkerServices, utc_now
from procedures.lifecycle import State
from procedures.papers.outfit import open_keys
from procedures.papers.seal_fields import LEADER_FIELD
from procedures.papers.signing import HeldSigner
from procedures.ports import Outcome, SignerRef
from procedures.records import OutsideSigning, Paper
from tests.factories import Life
from tests.journeys.eyes import NARROW, Window, chromium, needs_browser, serving_app, window
from tests.journeys.plugin import CANCELLED, NO_TOKEN, Plugin, Tls, running
from tests.papers.conftest import open_pem

pytestmark = needs_browser
LEADER, DEPUTY = "chutich.tanmy", "phochutich.tanmy"
TICK = timedelta(milliseconds=1)
T = TypeVar("T")


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Tls:
    """The certificate that the program's installer would have made."""
    return Tls.made(tmp_path_factory.mktemp("plugin"))


@pytest.fixture(scope="module")
def browser(tls: Tls) -> Iterator[Browser]:
    """A browser that believes this certificate, as the installer sees to it."""
    with chromium(f"--ignore-certificate-errors-spki-list={tls.spki}") as opened:
        yield opened


def aside(work: Callable[[], T]) -> T:
    """Signing and verifying run loops of their own, beside the browser's."""
    with ThreadPoolExecutor() as threads:
        return threads.submit(work).result()


@pytest.fixture
def dossier_id(workers: WorkerServices, life: Life) -> UUID:
    """A dossier before its leader, its paper really printed."""
    life.workers = workers
    return aside(life.proposed)


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    """Where the page looks for the program: a free port instead of the one that it always has."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        found = int(free.getsockname()[1])
    monkeypatch.setattr("portal.office.signing_outside.PLUGIN", f"wss://127.0.0.1:{found}")
    return found


@pytest.fixture
def portal(services: Services) -> Flask:
    made = create_app(services.settings)
    made.extensions["services"] = services
    made.extensions["identity"] = PasswordIdentity(services)
    return made


def token(services: Services, life: Life, username: str) -> Callable[[bytes], bytes]:
    """The person's own token: a key whose certificate bears their name, not the post's key."""
    folder, url = services.settings.pki_dir, services.settings.pki_url
    who = SignerRef(f"token-{username}", life.actor(username).name, "Lãnh đạo", "Xã")
    held = open_keys(folder, utc_now).held(who)
    chain = HeldSigner(held).chain

    def sign(served: bytes) -> bytes:
        signer = SimpleSigner(
            signing_cert=chain[0],
            signing_key=open_pem(held),
            cert_registry=SimpleCertificateStore.from_certs(chain[:2]),
            embed_roots=False,
        )
        meta = PdfSignatureMetadata(
            field_name=LEADER_FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        )
        signing = PdfSigner(meta, signer=signer, timestamper=HTTPTimeStamper(f"{url}/tsa"))
        writer = IncrementalPdfFileWriter(BytesIO(served))
        made = signing.async_sign_pdf(writer, bytes_reserved=16384)
        return bytes(asyncio.run(made).getvalue())

    return sign


def _expire(services: Services) -> None:
    with services.transaction() as call:
        call.db.execute(update(OutsideSigning).values(expires_at=OutsideSigning.created_at + TICK))


def _to_the_plugin(found: Window, dossier_id: UUID) -> None:
    found.open(f"/xu-ly/{dossier_id}/ky")
    found.page.check("#read")
    found.page.get_by_role("button", name="Ký bằng USB token của tôi").press("Enter")
    found.page.wait_for_selector("h1:has-text('Ký bằng USB token')")
    found.dress()


def _refused(found: Window, words: str) -> None:
    found.page.wait_for_selector(f"[data-refused]:has-text('{words}')")
    assert found.page.evaluate("document.activeElement.hasAttribute('data-refused')")
    found.judge(words)


def _again(found: Window) -> None:
    """New addresses, and on with it: two keys."""
    found.page.keyboard.press("Tab")
    with found.page.expect_navigation():
        found.page.keyboard.press("Enter")


def _without_script(browser: Browser, found: Window, dossier_id: UUID) -> None:
    """The plain form stays, and says what became of the file."""
    signed_in = found.page.context.storage_state()
    with window(
        browser, found.base, NARROW, storage_state=signed_in, java_script_enabled=False
    ) as bare:
        bare.page.goto(f"{found.base}/xu-ly/{dossier_id}/ky")
        bare.page.check("#read")
        bare.page.get_by_role("button", name="Ký bằng USB token của tôi").click()
        assert bare.page.locator("noscript p").is_visible()
        assert not bare.page.locator("[data-plugin]").is_visible()
        wrong = FilePayload(name="khac.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7")
        bare.page.set_input_files("#tep-1", wrong)
        with bare.page.context.expect_page() as opened:
            bare.page.get_by_role("button", name="Gửi tệp đã ký").click()
        opened.value.wait_for_selector("h1:has-text('Chưa nhận tệp đã ký')")


def test_a_leader_signs_by_the_program_on_their_machine_whatever_goes_wrong_first(
    browser: Browser,
    services: Services,
    life: Life,
    dossier_id: UUID,
    portal: Flask,
    tls: Tls,
    port: int,
) -> None:
    own, others = token(services, life, LEADER), token(services, life, DEPUTY)
    with serving_app(portal) as base, window(browser, base, NARROW) as found:
        plugin = Plugin(base, own)
        found.sign_in(LEADER)
        _without_script(browser, found, dossier_id)
        _to_the_plugin(found, dossier_id)
        found.page.wait_for_selector("[data-status]:has-text('Không thấy phần mềm ký số')")
        found.judge("no plugin")
        absent = [one for one in found.findings if "ERR_CONNECTION_REFUSED" not in one]
        assert absent == []
        found.findings.clear()
        with running(plugin, tls, port):
            found.page.get_by_role("button", name="Tìm lại phần mềm ký số").press("Enter")
            found.page.wait_for_selector("[data-status]:has-text('Đã thấy phần mềm ký số')")
            found.judge("the plugin is there")
            plugin.answer = CANCELLED
            found.page.keyboard.press("Enter")
            _refused(found, "Bạn đã hủy ở phần mềm ký số")
            plugin.answer = NO_TOKEN
            _again(found)
            _refused(found, "Không tìm thấy USB token")
            plugin.answer, plugin.sign = None, others
            _again(found)
            _refused(found, "không phải của người được trình ký")
            plugin.sign, plugin.meanwhile = own, lambda: _expire(services)
            _again(found)
            _refused(found, "hết hạn")
            assert life.dossier(dossier_id).state is State.PROPOSED
            plugin.meanwhile, plugin.drops, plugin.brings = (lambda: None), True, False
            _again(found)
            _refused(found, "văn bản chưa về")
            plugin.brings = True
            _again(found)
            found.page.wait_for_url(f"**/xu-ly/{dossier_id}")
        assert found.findings == []
    assert life.dossier(dossier_id).state is State.DECIDED
    aside(life.work)
    with services.reading() as db:
        paper = db.scalars(select(Paper).where(Paper.is_result)).one()
    issued = services.blobs.get(paper.issued_sha256 or "")
    verdict, *_ = aside(partial(verify_bytes, services, issued))
    assert verdict.outcome is Outcome.GENUINE, verdict
    assert verdict.signers[0].signer == life.actor(LEADER).name
