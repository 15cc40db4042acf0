"""A citizen signs with a key at a remote service: the portal in one window, the phone in another.

Everything is real: the service's process speaks its protocol, the PKI answers, the worker prepares,
asks, finishes and checks the file; only the phone is a page.
"""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import select

from portal.app import create_app
from portal.identity import PasswordIdentity
from portal.local.signer.known import Registered
from portal.local.signer.server import create_service
from portal.local.signer.server import serving as serving_signer
from portal.preparing import prepare
from portal.settings import Settings
from portal.wiring import (
    NOTICES,
    Services,
    WorkerServices,
    utc_now,
    worker_services,
)
from procedures.acts.declare import prepare as declare
from procedures.effects import Queue
from procedures.papers.pki_server import PkiServer
from procedures.records import Declaration, SignatureOrder
from procedures.records.declaration import DeclarationState
from procedures.records.signature_order import OrderState
from procedures.remote.opening import notice_url
from tests.acts.doing import acting
from tests.factories import CITIZEN, Life
from tests.journeys.eyes import NARROW, Window, needs_browser, serving_app, window
from tests.workers import working

pytestmark = needs_browser
SIGNED = "Tờ khai đã ký hợp lệ"


@pytest.fixture
def settings(settings: Settings, pki: tuple[Path, PkiServer]) -> Settings:
    """Settings that point at the answering PKI, and at a portal and a service yet to be served."""
    folder, server = pki
    return replace(settings, pki_dir=folder, pki_url=server.base)


@pytest.fixture
def service(services: Services) -> Flask:
    """The signing service; the sample citizens have their keys there."""
    prepare(services)
    (provider,) = services.settings.remote_providers
    client = Registered(provider.client_id, provider.client_secret)
    password = services.settings.sample_password
    return create_service(services.settings.pki_dir, password, client, utc_now)


def _at(services: Services, phone: str) -> Services:
    """The services of a portal that knows this service."""
    return replace(services, settings=replace(services.settings, sample_signer_url=phone))


def _everything(known: Services) -> WorkerServices:
    """One worker for papers and signings."""
    asking = worker_services(known, Queue.SIGNINGS)
    return replace(asking, press=worker_services(known).press)


def _told(service: Flask, known: Services, base: str) -> None:
    """Register the portal's address for notices at the service."""
    (provider,) = known.settings.remote_providers
    client: Registered = service.extensions["client"]
    address = notice_url(provider, base + NOTICES)
    service.extensions["client"] = replace(client, notice_url=address)


def _press(portal: Window, button: str) -> None:
    with portal.page.expect_navigation(wait_until="domcontentloaded"):
        portal.page.get_by_role("button", name=button).click()


def test_a_citizen_refuses_then_confirms_on_the_phone(
    browser: Browser, services: Services, service: Flask
) -> None:
    with serving_signer(service) as phone:
        known = _at(services, phone)
        app = create_app(known.settings)
        app.extensions["services"] = known
        app.extensions["identity"] = PasswordIdentity(known)
        draft_id = Life(known).draft()
        with acting(Life(known), Life(known).actor(CITIZEN)) as call:
            declare(call, draft_id)
        with (
            serving_app(app) as base,
            working(_everything(known)),
            window(browser, base, NARROW) as portal,
        ):
            _told(service, known, base)
            portal.sign_in(CITIZEN)
            portal.open(f"/ho-so/nhap/{draft_id}/to-khai")
            portal.page.wait_for_selector("text=Ký số tờ khai")
            portal.open(f"/ho-so/ky/{_declaration(known, draft_id).id}/tu-xa")
            portal.judge("what remote signing takes")
            for answer, said in (("Từ chối", "Bạn đã từ chối ký"), ("Xác nhận ký", SIGNED)):
                _press(portal, "Gửi yêu cầu ký")
                portal.page.wait_for_selector("text=Hãy xác nhận trên điện thoại")
                if answer == "Từ chối":
                    portal.judge("waiting for the phone")
                _answer(portal, phone, answer)
                portal.page.wait_for_selector(f"text={said}")
            portal.judge(SIGNED)
            assert portal.findings == []
    assert _declaration(services, draft_id).state is DeclarationState.SIGNED
    with services.reading() as db:
        states = db.scalars(select(SignatureOrder.state).order_by(SignatureOrder.created_at))
        assert states.all() == [OrderState.REFUSED, OrderState.DONE]


def _declaration(services: Services, draft_id: UUID) -> Declaration:
    with services.reading() as db:
        return db.scalars(select(Declaration).where(Declaration.draft_id == draft_id)).one()


def _answer(portal: Window, phone: str, button: str) -> None:
    """Take the phone, see that it shows the same code, and press."""
    code = portal.page.locator(".govuk-summary-list strong").first.inner_text()
    other = portal.page.context.new_page()
    other.goto(phone)
    section = other.locator("section", has_text=code)
    section.get_by_role("button", name=button).click()
    other.wait_for_selector("text=Không có yêu cầu nào đang chờ")
    other.close()
