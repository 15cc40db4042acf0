"""Keys of officers at a remote signing service, named in key-stores.json as any other key is."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from portal.wiring import keys_service, utc_now
from procedures.errors import Unavailable
from procedures.papers import csc_case, pens
from procedures.papers.csc_case import CscCase
from procedures.papers.key_ring import FILE, MALFORMED, KeyRing
from procedures.papers.pens import verifies
from procedures.ports import SignerRef
from procedures.providers import Credential, Hindrance, Order, Progress, Stage
from tests.remote.conftest import Service
from tests.remote.ordering import SIGNER

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


def _case(service: Service, answers: list[Progress], hindrance: Hindrance | None = None) -> CscCase:
    (found,) = service.csc().credentials(SIGNER.citizen_id, "gd-1")
    credential = Credential("khoa", found.chain, found.signs, found.confirms, hindrance)
    told = Told(credential, answers)
    return CscCase("tu-xa", told, "nha-nuoc", service.clock, pause=lambda _seconds: None)


def test_a_key_that_wants_a_code_typed_is_refused_before_any_paper(service: Service) -> None:
    with pytest.raises(Unavailable) as refused:
        _case(service, [], Hindrance.NEEDS_SECRET).pen("khoa")
    assert refused.value.msgid == csc_case.WANTS_A_PERSON


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
