"""The whole works: a test PKI that answers over HTTP, real press and seal, a browser."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, Response
from playwright.sync_api import Browser

from portal.app import create_app
from portal.identity import PasswordIdentity
from portal.preparing import believe_test_pki
from portal.settings import Settings
from portal.wiring import Services, WorkerServices, utc_now, worker_services
from procedures.effects import Queue
from procedures.papers.pki_server import PkiServer, serving
from tests.acts.stages import Stages
from tests.factories import Life
from tests.journeys.eyes import chromium, serving_app


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, PkiServer]]:
    """The folder and the server of a PKI made for this run."""
    folder = tmp_path_factory.mktemp("pki")
    with serving(folder, 0, utc_now) as server:
        yield folder, server


@pytest.fixture
def settings(settings: Settings, pki: tuple[Path, PkiServer]) -> Settings:
    """Settings that point at the answering PKI."""
    folder, server = pki
    return replace(settings, pki_dir=folder, pki_url=server.base)


@pytest.fixture
def services(services: Services) -> Services:
    """The services of a house that believes this PKI."""
    believe_test_pki(services)
    return services


@pytest.fixture
def workers(services: Services) -> WorkerServices:
    """What the real workers of papers and of questions have."""
    asking = worker_services(services, Queue.SIGNINGS)
    return replace(worker_services(services), checker=asking.checker)


@pytest.fixture(scope="module")
def stages(town: Life) -> Stages:
    """Dossiers at every state, in the town that the pages show."""
    return Stages(town)


@pytest.fixture(scope="module")
def site(town: Life) -> Flask:
    """The web application over the town; no page reloads by itself while it is looked at."""
    made = create_app(town.services.settings)
    made.extensions["services"] = town.services
    made.extensions["identity"] = PasswordIdentity(town.services)

    @made.after_request
    def hold_still(response: Response) -> Response:
        response.headers.pop("Refresh", None)
        return response

    return made


@pytest.fixture(scope="module")
def base(site: Flask) -> Iterator[str]:
    """Where the town's pages answer."""
    with serving_app(site) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a module's tests; while it is open, nothing else may run an event loop."""
    with chromium() as opened:
        yield opened
