"""Keys of officers at a remote signing service, named in key-stores.json as any other key is."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from portal.wiring import keys_service, utc_now
from procedures.errors import Unavailable
from procedures.papers import csc_case, pens, private_file
from procedures.papers.csc_case import CscCase
from procedures.papers.key_ring import FILE, MALFORMED, KeyRing
from procedures.papers.pens import verifies
from procedures.ports import SignerRef
from procedures.providers import Credential, Hindrance, Order, Progress, Protocols, Stage
from tests.remote import csc_with_pin
from tests.remote.conftest import Service
from tests.remote.csc_service import running
from tests.remote.ordering import SIGNER, provider

LEADER = SignerRef("leader-9", SIGNER.full_name, "Chủ tịch", "Ủy ban nhân dân xã Khóa")
DATA = b"signed attributes"


@dataclass(slots=True)
class Told:
    """A service that says what it is told to, whatever it is asked."""

    credential: Credential
    answers: list[Progress]
    asked: list[str] = field(default_factory=list)

    def credentials(self, account: str, transaction: str) -> tuple[Credential, ...]:
        assert transaction
        return (self.credential,) if account == "nha-nuoc" else ()

    def ask(self, order: Order) -> Progress:
        self.asked.append(order.transaction)
        return self.answers.pop(0)

    def outcome(self, order: Order, reference: str) -> Progress:
        assert (order.transaction, reference) == (self.asked[-1], "handle:1")
        return self.answers.pop(0)

    def notified(self, mark: str, body: bytes) -> str | None:
        raise AssertionError((mark, body))


def _named(folder: Path, **store: str) -> KeyRing:
    stores = {"tu-xa": {"kind": "csc", "protocol": "csc1", "account": "x", **store}}
    keys = {LEADER.key_id: {"store": "tu-xa", "label": "cong-dan/citizen"}}
    (folder / FILE).write_text(json.dumps({"stores": stores, "keys": keys}), "utf-8")
    return KeyRing(folder, utc_now, keys_service, test=False)


def test_a_real_service_signs_for_an_officer(tmp_path: Path, csc_address: str) -> None:
    ring = _named(tmp_path, base_url=csc_address)
    pen = ring.held(LEADER)
    assert (pen.store, len(pen.chain)) == ("tu-xa", 2)
    assert verifies(pen.chain[0], pen.sign(DATA), DATA)


def test_a_key_that_the_service_does_not_have_is_named(tmp_path: Path, csc_address: str) -> None:
    _named(tmp_path, base_url=csc_address)
    told = json.loads((tmp_path / FILE).read_text("utf-8"))
    told["keys"][LEADER.key_id]["label"] = "cong-dan/nobody"
    (tmp_path / FILE).write_text(json.dumps(told), "utf-8")
    with pytest.raises(Unavailable) as missing:
        KeyRing(tmp_path, utc_now, keys_service, test=False).held(LEADER)
    assert missing.value.msgid == csc_case.NO_CREDENTIAL


@pytest.mark.parametrize("store", [{"login": "magic"}, {"pin": "1"}])
def test_a_store_that_is_told_wrongly_opens_nothing(tmp_path: Path, store: dict[str, str]) -> None:
    with pytest.raises(Unavailable) as malformed:
        _named(tmp_path, base_url="x", **store).held(LEADER)
    assert malformed.value.msgid == MALFORMED


@dataclass(frozen=True, slots=True)
class Demanding:
    """A real service that wants a token and a PIN, a ring that knows it, what it was asked."""

    ring: KeyRing
    pin_file: Path
    book: Path

    def write(self, pin: str) -> None:
        self.pin_file.write_text(pin + "\n", "utf-8")
        self.pin_file.chmod(0o600)

    def authorisations(self) -> int:
        return self.book.read_text("utf-8").split().count("credentials/authorize")


@pytest.fixture
def demanding(tmp_path: Path) -> Iterator[Demanding]:
    (tmp_path / "tu-xa.secret").write_text(provider("", Protocols.CSC_1).client_secret)
    (tmp_path / "tu-xa.secret").chmod(0o600)
    (served := tmp_path / "csc").mkdir()
    with running(served, sys.executable, "-m", csc_with_pin.__name__) as url:
        client = provider("", Protocols.CSC_1).client_id
        said = {"base_url": url, "client_id": client, "secret_file": "tu-xa.secret"}
        ring = _named(tmp_path, **said, pin_file="tu-xa.pin")
        yield Demanding(ring, tmp_path / "tu-xa.pin", served / "asked.txt")


def test_a_key_that_wants_a_pin_signs_with_the_one_in_its_file(
    demanding: Demanding, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    demanding.write(csc_with_pin.PIN)
    pen = demanding.ring.held(LEADER)
    assert verifies(pen.chain[0], pen.sign(DATA), DATA)
    asked = demanding.book.read_text("utf-8").split()
    asked = asked[asked.index("oauth2/token") :]
    assert [one for one in asked if one.startswith(("oauth2", "sign", "credentials/a"))] == [
        "oauth2/token",
        "credentials/authorize",
        "signatures/signHash",
    ]
    assert csc_with_pin.PIN not in caplog.text + repr(pen)


def test_a_wrong_pin_is_said_once_and_again_only_when_its_file_is_written_anew(
    demanding: Demanding,
) -> None:
    with pytest.raises(Unavailable) as missing:
        demanding.ring.held(LEADER)
    assert missing.value.msgid == private_file.NO_FILE
    demanding.write("000-000")
    demanding.pin_file.chmod(0o640)
    with pytest.raises(Unavailable) as exposed:
        demanding.ring.held(LEADER)
    assert exposed.value.msgid == private_file.OPEN_TO_OTHERS
    demanding.pin_file.chmod(0o600)
    pen = demanding.ring.held(LEADER)
    for _ in range(csc_with_pin.TRIES):
        with pytest.raises(Unavailable) as wrong:
            pen.sign(DATA)
        assert wrong.value.msgid == csc_case.WRONG_PIN
    assert demanding.authorisations() == 1
    demanding.write(csc_with_pin.PIN)
    assert verifies(pen.chain[0], pen.sign(DATA), DATA)


def _case(service: Service, answers: list[Progress], hindrance: Hindrance | None = None) -> CscCase:
    (found,) = service.csc().credentials(SIGNER.citizen_id, "gd-1")
    credential = Credential("khoa", found.chain, found.signs, hindrance=hindrance)
    told = Told(credential, answers)
    return CscCase("tu-xa", told, "nha-nuoc", service.clock, pause=lambda _seconds: None)


@pytest.mark.parametrize(
    ("hindrance", "why"),
    [
        (Hindrance.DISABLED, csc_case.DISABLED),
        (Hindrance.NEEDS_CODE, csc_case.WANTS_A_PERSON),
        (Hindrance.NEEDS_LOGIN, csc_case.WANTS_A_PERSON),
        (Hindrance.NEEDS_PIN, csc_case.NO_PIN),
    ],
    ids=["disabled", "code", "login", "pin"],
)
def test_a_key_that_cannot_be_used_is_refused_before_any_paper(
    service: Service, hindrance: Hindrance, why: str
) -> None:
    with pytest.raises(Unavailable) as refused:
        _case(service, [], hindrance).pen("khoa")
    assert refused.value.msgid == why


WAITING = Progress(Stage.WAITING, "handle:1")


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ([WAITING, Progress(Stage.REFUSED)], csc_case.NOT_SIGNED),
        ([WAITING] * (csc_case.LOOKS + 1), csc_case.NOT_SIGNED),
        ([Progress(Stage.SIGNED, signature=b"0\x06\x02\x01\x01\x02\x01\x01")], pens.NOT_ITS_OWN),
    ],
    ids=["refused", "silent", "wrong"],
)
def test_what_is_no_signature_of_the_key_leaves_the_paper_unsigned(
    service: Service, answers: list[Progress], why: str
) -> None:
    pen = _case(service, list(answers)).pen("khoa")
    with pytest.raises(Unavailable) as unsigned:
        pen.sign(DATA)
    assert unsigned.value.msgid == why
