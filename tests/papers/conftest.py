"""A throwaway PKI behind a real loopback port, and papers signed with it."""

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto.keys import PrivateKeyInfo
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from procedures.papers.citizen import CitizenSignatureCheck
from procedures.papers.citizen_pen import sign_as_citizen
from procedures.papers.keys import Citizen, FolderKeys
from procedures.papers.outfit import open_check, open_keys, open_seal
from procedures.papers.pki_folder import KeyFile, PkiFolder
from procedures.papers.pki_server import serving
from procedures.papers.press import WeasyPress
from procedures.papers.seal import Sealer
from procedures.papers.trust import Trust, load_trust
from procedures.papers.verdict import RegisterVerifier
from procedures.ports import SignerRef
from tests.papers.blank import blank_paper

PASSWORD = "giay-to-thu"
CITIZEN = Citizen("Trần Thị Bình", "024123456789")
AGENCY = SignerRef("unit-7", "Ủy ban nhân dân xã Đồng Hưu", "", "Ủy ban nhân dân xã Đồng Hưu")
LEADER = SignerRef(
    "leader-3", "Hoàng Thị Ngọc Hường", "Phó Chủ tịch", "Ủy ban nhân dân xã Đồng Hưu"
)


def utc_now() -> datetime:
    """The clock of the tests' own PKI, which answers real questions."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class TestPki:
    """A whole PKI: its folder, its address, and what opens on it."""

    __test__ = False

    folder: Path
    url: str
    keys: FolderKeys
    trust: Trust
    check: CitizenSignatureCheck

    def p12(self, citizen: Citizen = CITIZEN) -> bytes:
        """The PKCS#12 file of a sample citizen."""
        return PkiFolder(self.folder).citizen_path(citizen.citizen_id).read_bytes()


def open_test_pki(folder: Path, url: str) -> TestPki:
    """Keys for the sample leader, agency and citizen, made by the served authorities."""
    keys = open_keys(folder, utc_now)
    keys.ensure([LEADER, AGENCY])
    keys.ensure_citizens([CITIZEN], PASSWORD)
    return TestPki(folder, url, keys, load_trust(folder), open_check(folder, url, utc_now))


def open_pem(held: KeyFile) -> PrivateKeyInfo:
    """The private key as asn1crypto's libraries take it."""
    der = held.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return PrivateKeyInfo.load(der)


@pytest.fixture(scope="session")
def fonts_dir() -> Path:
    """The paper's face as `make` fetched it."""
    folder = Path(__file__).parents[2] / "node_modules/@expo-google-fonts/tinos"
    if not folder.is_dir():
        pytest.skip("the paper's face is not fetched yet: make assets")
    return folder


@pytest.fixture(scope="session")
def press(fonts_dir: Path) -> WeasyPress:
    """The press with the project's own templates."""
    return WeasyPress(Path(__file__).parents[2] / "templates" / "papers", fonts_dir)


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestPki]:
    """The PKI that the papers of these tests belong to."""
    folder = tmp_path_factory.mktemp("pki")
    with serving(folder, 0, utc_now) as server:
        yield open_test_pki(folder, server.base)


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestPki]:
    """Another PKI with the very same names in all its certificates."""
    folder = tmp_path_factory.mktemp("stranger")
    with serving(folder, 0, utc_now) as server:
        yield open_test_pki(folder, server.base)


@pytest.fixture(scope="session")
def sealer(pki: TestPki, fonts_dir: Path) -> Sealer:
    """The seal over the tests' PKI."""
    return open_seal(pki.folder, pki.url, fonts_dir, utc_now)


@pytest.fixture(scope="session")
def verifier(pki: TestPki) -> RegisterVerifier:
    """The verifier that trusts the tests' PKI."""
    return RegisterVerifier(pki.trust, utc_now)


@pytest.fixture(scope="session")
def blank() -> bytes:
    """A paper as printed, with places for both signatures."""
    return blank_paper()


@pytest.fixture(scope="session")
def paper(sealer: Sealer, blank: bytes) -> bytes:
    """A decision: signed by the leader, sealed by the agency."""
    return sealer.apply(blank, leader=LEADER, agency=AGENCY)


@pytest.fixture(scope="session")
def slip(sealer: Sealer, blank: bytes) -> bytes:
    """A slip: sealed by the agency only."""
    return sealer.apply(blank, leader=None, agency=AGENCY)


@pytest.fixture(scope="session")
def declaration(pki: TestPki, blank: bytes) -> bytes:
    """A declaration signed by the sample citizen."""
    return sign_as_citizen(blank, pki.p12(), PASSWORD)


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., str]:
    """Runs an independent reader over bytes and gives what it says."""

    def run(data: bytes, *command: str) -> str:
        path = tmp_path / "file.pdf"
        path.write_bytes(data)
        done = subprocess.run(
            [*command, str(path)], capture_output=True, text=True, check=False, timeout=30
        )
        return done.stdout + done.stderr

    return run
