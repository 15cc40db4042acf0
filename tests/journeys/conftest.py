"""The whole works: a test PKI that answers over HTTP, and workers with real press and seal."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal.settings import Settings
from portal.wiring import Services, WorkerServices, utc_now, worker_services
from procedures.papers.pki_server import PkiServer, serving


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
def workers(services: Services) -> WorkerServices:
    """What a real worker has."""
    return worker_services(services)
