"""Authorities that fail in every way: no half-signed paper, and the next try makes it whole."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from procedures.errors import DomainError, NotAllowed, Unavailable
from procedures.papers.appearance import Appearances
from procedures.papers.authorities import TimeAuthority
from procedures.papers.citizen import CitizenSignatureCheck
from procedures.papers.citizen_pen import sign_as_citizen
from procedures.papers.der import SEQUENCE, integer, tlv
from procedures.papers.key_ring import KeyRing
from procedures.papers.pki_answers import Answers
from procedures.papers.pki_authorities import Issuer, revoke
from procedures.papers.pki_folder import PkiFolder
from procedures.papers.pki_server import PkiApplication, serving
from procedures.papers.seal import Sealer
from procedures.papers.trust import load_trust
from procedures.papers.verdict import RegisterVerifier
from procedures.papers.wire import Route, Wire
from procedures.ports import Outcome, SignerRef
from tests.papers.conftest import AGENCY, LEADER, PASSWORD, TestPki, open_test_pki, utc_now

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATIENCE = 0.3
Meddle = Callable[["Meddling", "WSGIEnvironment", "StartResponse"], Iterable[bytes]]


@dataclass
class Meddling:
    """Stands before the authorities and spoils what is asked at one path."""

    real: "WSGIApplication"
    late: "WSGIApplication"
    foreign: "WSGIApplication"
    path: str = ""
    meddle: Meddle | None = None
    kept: dict[str, bytes] = field(default_factory=dict)

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if self.meddle is not None and environ["PATH_INFO"].startswith(self.path):
            return self.meddle(self, environ, start)
        return self.real(environ, start)


@dataclass
class House:
    """A PKI behind the meddler, and a worker that loses patience soon."""

    pki: TestPki
    meddling: Meddling

    def sealer(self) -> Sealer:
        """A worker that knows nothing of earlier answers."""
        return Sealer(
            keys=KeyRing(self.pki.folder, utc_now, test=True),
            trust=self.pki.trust,
            wire=self._wire(),
            stampers=(TimeAuthority(f"{self.pki.url}/tsa"),),
            appearances=Appearances(_FONTS),
            now=utc_now,
        )

    def checker(self) -> CitizenSignatureCheck:
        """A check of declarations that knows nothing of earlier answers."""
        time = (TimeAuthority(f"{self.pki.url}/tsa"),)
        return CitizenSignatureCheck(self.pki.trust, self._wire(), time, utc_now)

    def _wire(self) -> Wire:
        return Wire(
            timeout_seconds=PATIENCE,
            tries=1,
            routes=(Route(self.pki.url),),
            pause=lambda _seconds: None,
        )


_FONTS = Path(__file__).parents[2] / "node_modules/@expo-google-fonts/tinos"


def _said(start: "StartResponse", body: bytes, status: str = "200 OK") -> Iterable[bytes]:
    start(status, [("Content-Length", str(len(body)))])
    return [body]


def _broken(_: Meddling, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    del environ
    return _said(start, b"", "503 Service Unavailable")


def _a_page(_: Meddling, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    del environ
    return _said(start, b"<!doctype html><title>Bao tri</title>")


def _slow(met: Meddling, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    time.sleep(2 * PATIENCE)
    return met.real(environ, start)


def _late(met: Meddling, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    """The answer of days ago."""
    return met.late(environ, start)


def _foreign(met: Meddling, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    return met.foreign(environ, start)


def _again(met: Meddling, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    """Whatever was answered first, to every later question."""
    path = environ["PATH_INFO"]
    if path not in met.kept:
        met.kept[path] = b"".join(met.real(environ, lambda *_: lambda _: None))
    return _said(start, met.kept[path])


def _spoilt(met: Meddling, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    """One bit of the signature is another."""
    whole = b"".join(met.real(environ, lambda *_: lambda _: None))
    return _said(start, whole[:-5] + bytes([whole[-5] ^ 1]) + whole[-4:])


def _refused(_: Meddling, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    """A time stamp response with the status 2, rejection, and no token."""
    del environ
    return _said(start, tlv(SEQUENCE, tlv(SEQUENCE, integer(2))))


FAULTS: Mapping[str, tuple[str, Meddle]] = {
    "tsa down": ("/tsa", _broken),
    "tsa slow": ("/tsa", _slow),
    "tsa says a page": ("/tsa", _a_page),
    "tsa repeats another nonce": ("/tsa", _again),
    "tsa's clock is days behind": ("/tsa", _late),
    "tsa's signature is spoilt": ("/tsa", _spoilt),
    "tsa refuses": ("/tsa", _refused),
    "tsa is another's": ("/tsa", _foreign),
    "ocsp down": ("/ocsp/cong-vu-ca", _broken),
    "ocsp slow": ("/ocsp/cong-vu-ca", _slow),
    "ocsp says a page": ("/ocsp/cong-vu-ca", _a_page),
    "ocsp stale": ("/ocsp/cong-vu-ca", _late),
    "ocsp repeats another's answer": ("/ocsp/cong-vu-ca", _again),
    "ocsp's signature is spoilt": ("/ocsp/cong-vu-ca", _spoilt),
    "ocsp is another's": ("/ocsp/cong-vu-ca", _foreign),
    "ocsp of the stampers down": ("/ocsp/thoi-gian-root", _broken),
    "ocsp of the stampers stale": ("/ocsp/thoi-gian-root", _late),
    "list of the root down": ("/crl/cong-vu-root", _broken),
    "list of the root stale": ("/crl/cong-vu-root", _late),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, stranger: TestPki) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("faults")

    def long_ago() -> object:
        return utc_now() - timedelta(days=30)

    with serving(folder, 0, utc_now) as server:
        answers = PkiApplication(Answers(PkiFolder(folder), long_ago))  # type: ignore[arg-type]
        foreign = PkiApplication(Answers(PkiFolder(stranger.folder), utc_now))
        meddling = Meddling(PkiApplication(Answers(PkiFolder(folder), utc_now)), answers, foreign)
        server.set_app(meddling)
        yield House(open_test_pki(folder, server.base), meddling)


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_faulty_authority_stops_the_seal_and_the_next_try_makes_it_whole(
    house: House, blank: bytes, name: str
) -> None:
    sealer = house.sealer()
    house.meddling.path, house.meddling.meddle = FAULTS[name]
    house.meddling.kept.clear()
    try:
        with pytest.raises(DomainError) as caught:
            sealer.apply(blank, leader=LEADER, agency=AGENCY)
    finally:
        house.meddling.meddle = None
    assert isinstance(caught.value, Unavailable | NotAllowed)
    sealed = sealer.apply(blank, leader=LEADER, agency=AGENCY)
    verdict = RegisterVerifier(load_trust(house.pki.folder), utc_now).verify(sealed, None)
    assert verdict.outcome is Outcome.GENUINE


def test_a_signer_revoked_a_moment_ago_signs_no_more(house: House, blank: bytes) -> None:
    gone = SignerRef("leader-66", "Đỗ Thị Thôi", "Chủ tịch", AGENCY.organisation)
    held = house.pki.keys.held(gone)
    revoke(PkiFolder(house.pki.folder), Issuer.GOVERNMENT, held.certificate, utc_now())
    with pytest.raises(NotAllowed):
        house.sealer().apply(blank, leader=gone, agency=AGENCY)


OF_CITIZENS = ("down", "slow", "says a page", "stale", "is another's")
OF_THE_CHECK: Mapping[str, tuple[str, Meddle]] = {
    **{name: fault for name, fault in FAULTS.items() if name.startswith(("tsa", "ocsp of the"))},
    **{
        f"citizens' ocsp {what}": ("/ocsp/cong-dan-ca", FAULTS[f"ocsp {what}"][1])
        for what in OF_CITIZENS
    },
}


@pytest.mark.parametrize("name", sorted(OF_THE_CHECK))
def test_no_verdict_is_come_to_without_evidence_and_the_next_try_has_all(
    house: House, blank: bytes, name: str
) -> None:
    checker = house.checker()
    signed = sign_as_citizen(blank, house.pki.p12(), PASSWORD)
    house.meddling.path, house.meddling.meddle = OF_THE_CHECK[name]
    house.meddling.kept.clear()
    try:
        if "nonce" in name:
            house.checker().check(signed, original=blank)  # whose answer is given to all
        with pytest.raises(Unavailable):
            checker.check(signed, original=blank)
    finally:
        house.meddling.meddle = None
    told = checker.check(signed, original=blank)
    assert told.verdict.reason == "declaration-signed"
    again = checker.judge(signed, original=blank, evidence=told.evidence, kept_since=utc_now())
    assert again == told.verdict


@pytest.mark.parametrize("name", ["tsa down", "tsa's clock is days behind", "tsa is another's"])
def test_a_renewal_fails_whole_too(house: House, blank: bytes, name: str) -> None:
    sealer = house.sealer()
    paper = sealer.apply(blank, leader=None, agency=AGENCY)
    house.meddling.path, house.meddling.meddle = FAULTS[name]
    try:
        with pytest.raises(DomainError):
            sealer.stamp_again(paper)
    finally:
        house.meddling.meddle = None
    assert sealer.stamp_again(paper).startswith(paper)
