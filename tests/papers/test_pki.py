"""The test PKI: made once, kept for ever, and honest about what it issued."""

import asyncio
import stat
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import ocsp
from cryptography.x509.oid import NameOID

from procedures.papers.citizen_pen import sign_as_citizen
from procedures.papers.line import Line
from procedures.papers.outfit import open_check, open_keys
from procedures.papers.pki_authorities import DEFAULT_BASE, Issuer, Root, establish, revoke
from procedures.papers.pki_folder import BadKeyIdError, PkiFolder, load
from procedures.papers.pki_server import serving
from procedures.papers.revocation import RevocationDesk, UntrustedError
from procedures.papers.signing import HeldSigner
from procedures.papers.trust import load_trust, roots_pem
from procedures.papers.wire import Route, Wire
from procedures.ports import Outcome, SignerRef
from tests.papers.conftest import AGENCY, CITIZEN, LEADER, PASSWORD, TestPki, utc_now

LONG = timedelta(days=365 * 18)


def _every_byte(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _ask(url: str, certificate: x509.Certificate, issuer: x509.Certificate) -> ocsp.OCSPResponse:
    question = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA256())
    data = question.build().public_bytes(serialization.Encoding.DER)
    with urllib.request.urlopen(url, data=data) as answer:  # noqa: S310 - our own server
        return ocsp.load_der_ocsp_response(answer.read())


def test_a_second_start_changes_no_byte(tmp_path: Path) -> None:
    establish(PkiFolder(tmp_path), utc_now())
    open_keys(tmp_path, utc_now).ensure([LEADER, AGENCY])
    before = _every_byte(tmp_path)
    establish(PkiFolder(tmp_path), utc_now() + timedelta(days=900), "http://127.0.0.1:1")
    open_keys(tmp_path, utc_now).ensure([LEADER, AGENCY])
    assert _every_byte(tmp_path) == before


def test_private_keys_are_for_their_owner_only(pki: TestPki) -> None:
    private = [p for p in pki.folder.rglob("*") if p.is_file() and b"PRIVATE" in p.read_bytes()]
    private += list(pki.folder.rglob("*.p12"))
    assert len(private) >= 10
    assert {stat.S_IMODE(path.stat().st_mode) for path in private} == {0o600}


def test_what_must_live_long_does_and_every_authority_says_test(pki: TestPki) -> None:
    for path in (pki.folder / "authorities").glob("*.pem"):
        certificate = load(path).certificate
        assert certificate.not_valid_after_utc > utc_now() + LONG
        assert "TEST" in certificate.subject.rfc4514_string()
        assert isinstance(certificate.public_key(), ec.EllipticCurvePublicKey)


def test_citizens_and_public_service_have_separate_roots(pki: TestPki) -> None:
    folder = PkiFolder(pki.folder)
    names = {
        load(folder.authority_path(root))
        .certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0]
        .value
        for root in Root
    }
    assert names == {"TEST CA công dân", "TEST CA công vụ", "TEST CA dấu thời gian"}
    trust = load_trust(pki.folder)
    stores = [trust.government, trust.citizens, trust.time]
    anchors = [anchor.sha256 for store in stores for anchor in store.anchors]
    assert len(set(anchors)) == len(anchors) == 3


def test_roots_are_exported_for_other_readers(pki: TestPki) -> None:
    exported = x509.load_pem_x509_certificates(roots_pem(pki.trust, utc_now()))
    assert [c.issuer == c.subject for c in exported] == [True, True]


def test_certificates_name_post_office_and_person(pki: TestPki) -> None:
    subject = pki.keys.held(LEADER).certificate.subject
    shown = {attribute.oid: attribute.value for attribute in subject}
    assert shown[NameOID.COMMON_NAME] == LEADER.name
    assert shown[NameOID.TITLE] == LEADER.title
    assert shown[NameOID.ORGANIZATION_NAME] == LEADER.organisation
    assert shown[NameOID.SERIAL_NUMBER] == LEADER.key_id


def test_a_citizens_file_opens_with_its_password_and_names_the_number(pki: TestPki) -> None:
    _, certificate, _ = pkcs12.load_key_and_certificates(pki.p12(), PASSWORD.encode())
    assert certificate is not None
    (user_id,) = certificate.subject.get_attributes_for_oid(NameOID.USER_ID)
    assert user_id.value == f"CCCD:{CITIZEN.citizen_id}"


def test_a_new_holder_of_a_post_gets_a_new_key(pki: TestPki) -> None:
    first = SignerRef("leader-12", "Vũ Văn Trước", "Chủ tịch", AGENCY.organisation)
    then = SignerRef("leader-12", "Vũ Thị Sau", "Chủ tịch", AGENCY.organisation)
    one, same, other = (pki.keys.held(holder) for holder in (first, first, then))
    assert one.certificate == same.certificate
    assert other.certificate.public_key() != one.certificate.public_key()


def test_a_certificate_about_to_end_is_renewed(pki: TestPki) -> None:
    holder = SignerRef("leader-13", "Vũ Văn Lâu", "Chủ tịch", AGENCY.organisation)
    first = pki.keys.held(holder).certificate
    late = open_keys(pki.folder, lambda: first.not_valid_after_utc - timedelta(days=10))
    assert late.held(holder).certificate.serial_number != first.serial_number


def test_two_processes_make_one_key(tmp_path: Path) -> None:
    establish(PkiFolder(tmp_path), utc_now())
    with ThreadPoolExecutor(8) as pool:
        stores = [open_keys(tmp_path, utc_now) for _ in range(8)]
        held = list(pool.map(lambda keys: keys.held(LEADER).certificate, stores))
    assert len({certificate.serial_number for certificate in held}) == 1
    assert len(list((tmp_path / "issued" / Issuer.GOVERNMENT).iterdir())) == 2


@pytest.mark.parametrize("key_id", ["../root", "a/b", "", ".lock", "A" * 200, "x\n"])
def test_a_key_name_never_leaves_its_folder(pki: TestPki, key_id: str) -> None:
    with pytest.raises(BadKeyIdError):
        pki.keys.ensure([SignerRef(key_id, "A", "B", "C")])


def test_the_responder_knows_what_was_issued_a_moment_ago(pki: TestPki) -> None:
    holder = SignerRef("unit-70", "Sở Xây dựng", "", "Sở Xây dựng")
    held = pki.keys.held(holder)
    url = f"{pki.url}/ocsp/{Issuer.GOVERNMENT}"
    answer = _ask(url, held.certificate, held.chain[1])
    assert answer.certificate_status is ocsp.OCSPCertStatus.GOOD
    assert answer.certificates == [
        load(PkiFolder(pki.folder).authority_path("cong-vu-ocsp")).certificate
    ]
    revoke(PkiFolder(pki.folder), Issuer.GOVERNMENT, held.certificate, utc_now())
    answer = _ask(url, held.certificate, held.chain[1])
    assert answer.certificate_status is ocsp.OCSPCertStatus.REVOKED


def test_the_responder_does_not_vouch_for_others(pki: TestPki, stranger: TestPki) -> None:
    url = f"{pki.url}/ocsp/{Issuer.GOVERNMENT}"
    forged = stranger.keys.held(LEADER)
    answer = _ask(url, forged.certificate, forged.chain[1])
    assert answer.response_status is ocsp.OCSPResponseStatus.UNAUTHORIZED
    ours = pki.keys.held(LEADER).chain[1]
    assert _ask(url, forged.certificate, ours).certificate_status is ocsp.OCSPCertStatus.UNKNOWN


@pytest.mark.parametrize(
    ("path", "data", "code"),
    [
        ("/ocsp/nobody", b"x", 404),
        ("/", None, 404),
        ("/crl/../authorities/cong-vu-root.pem", None, 404),
        ("/tsa", b"nonsense", 400),
    ],
)
def test_the_server_answers_nothing_else(
    pki: TestPki, path: str, data: bytes | None, code: int
) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(pki.url + path, data=data)  # noqa: S310 - our own server
    with caught.value as refused:
        assert refused.code == code


def test_the_server_says_when_it_is_ready(pki: TestPki) -> None:
    with urllib.request.urlopen(f"{pki.url}/ready") as answer:  # noqa: S310 - our own server
        assert answer.read() == b"ready"


def test_a_server_that_moved_is_found(tmp_path: Path, blank: bytes) -> None:
    establish(PkiFolder(tmp_path), utc_now(), DEFAULT_BASE)
    keys = open_keys(tmp_path, utc_now)
    keys.ensure_citizens([CITIZEN], PASSWORD)
    p12 = PkiFolder(tmp_path).citizen_path(CITIZEN.citizen_id).read_bytes()
    signed = sign_as_citizen(blank, p12, PASSWORD)
    with serving(tmp_path, 0, utc_now) as server:
        verdict = open_check(tmp_path, server.base, utc_now).check(signed, original=blank).verdict
    assert verdict.outcome is Outcome.GENUINE


def test_answers_are_kept_for_half_of_their_life(pki: TestPki) -> None:
    questions: list[str] = []

    class Counting(Wire):
        def _ask(self, url: str, line: Line) -> bytes:
            questions.append(url)
            return super()._ask(url, line)

    moment = [utc_now()]
    desk = RevocationDesk(
        pki.trust.government, Counting(routes=(Route(pki.url),)), lambda: moment[0]
    )
    chain = HeldSigner(pki.keys.held(LEADER)).chain

    async def gather() -> None:
        await desk.evidence(chain[0], chain, frozenset({"digital_signature"}))

    for _ in range(3):
        asyncio.run(gather())
    assert len(questions) == 2
    moment[0] += timedelta(hours=5)
    asyncio.run(gather())
    assert len(questions) == 2


def test_no_address_of_an_untrusted_certificate_is_visited(pki: TestPki, stranger: TestPki) -> None:
    class Forbidden(Wire):
        def _ask(self, url: str, line: Line) -> bytes:
            raise AssertionError(url, line)

    desk = RevocationDesk(pki.trust.government, Forbidden(), utc_now)
    chain = HeldSigner(stranger.keys.held(LEADER)).chain
    with pytest.raises(UntrustedError):
        asyncio.run(desk.evidence(chain[0], chain, frozenset({"digital_signature"})))
