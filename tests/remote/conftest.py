"""The sample signing service as a real server, over a throwaway PKI."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal.local.signer.book import Book
from portal.local.signer.known import Registered
from portal.local.signer.server import create_service, serving
from procedures.papers.outfit import open_keys
from procedures.papers.pki_authorities import establish
from procedures.papers.pki_folder import PkiFolder
from procedures.providers import Login, Protocols, RemoteSigner
from tests.remote.csc_service import running
from tests.remote.ordering import OTHER, SIGNER, opened, provider

PASSWORD = "giay-to-thu"


class Clock:
    """The service's clock, to be put forward."""

    ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass(frozen=True, slots=True)
class Service:
    """A running service: where it is, its orders, its clock."""

    url: str
    app: Flask
    book: Book
    clock: Clock

    def smartca(self) -> RemoteSigner:
        return opened(provider(self.url, Protocols.SMARTCA))

    def csc(self) -> RemoteSigner:
        return opened(provider(self.url, Protocols.CSC_2, Login.CLIENT))


@pytest.fixture(scope="session")
def citizens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a PKI with two subscribers."""
    folder = tmp_path_factory.mktemp("subscribers")
    now = datetime.now(UTC)
    establish(PkiFolder(folder), now)
    open_keys(folder, lambda: now).ensure_citizens([SIGNER, OTHER], PASSWORD)
    return folder


@pytest.fixture
def service(citizens: Path) -> Iterator[Service]:
    """A service without orders."""
    clock = Clock()
    sample = provider("", Protocols.SMARTCA)
    client = Registered(sample.client_id, sample.client_secret)
    app = create_service(citizens, PASSWORD, client, clock)
    with serving(app) as url:
        yield Service(url, app, app.extensions["book"], clock)


@pytest.fixture(scope="session")
def csc_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a server of another author speaks CSC API 1.0.4."""
    with running(tmp_path_factory.mktemp("csc")) as url:
        yield url
