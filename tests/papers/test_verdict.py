"""The verdict on a file: genuine for the real one, and for nothing that a forger makes of it."""

import hashlib
import os
import time
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procedures.papers.news import News, authority_id, read_bulletin
from procedures.papers.outfit import open_seal
from procedures.papers.pki_authorities import STAMPER_NAME, Issuer, Root
from procedures.papers.pki_folder import PkiFolder, load
from procedures.papers.seal import Sealer
from procedures.papers.seal_fields import AGENCY_FIELD, LEADER_FIELD
from procedures.papers.verdict import RegisterVerifier
from procedures.ports import Expectation, Outcome, SignerRef
from procedures.reasons import OUTCOMES, REASONS, Reason
from tests.papers.conftest import AGENCY, LEADER, TestPki, utc_now

BOTH = (LEADER_FIELD, AGENCY_FIELD)


def registered(data: bytes, fields: tuple[str, ...] = BOTH) -> Expectation:
    """What the register knows of the genuine file."""
    return Expectation(hashlib.sha256(data).hexdigest(), fields)


def test_the_registered_paper_is_genuine(
    verifier: RegisterVerifier, sealer: Sealer, blank: bytes
) -> None:
    began = utc_now()
    paper = sealer.apply(blank, leader=LEADER, agency=AGENCY)
    verdict = verifier.verify(paper, registered(paper))
    assert (verdict.outcome, verdict.reason) == (Outcome.GENUINE, "register-match")
    leader, seal, stamp = verdict.signatures
    assert (leader.field, leader.signer) == (LEADER_FIELD, LEADER.name)
    assert (seal.field, seal.signer) == (AGENCY_FIELD, AGENCY.name)
    assert (stamp.field, stamp.is_stamp) == ("DocTS1", True)
    assert stamp.covers_whole_file
    assert not leader.covers_whole_file
    assert not seal.covers_whole_file
    assert stamp.signed_at is not None
    assert leader.signed_at is not None
    assert seal.signed_at is not None
    assert began <= leader.signed_at <= seal.signed_at <= stamp.signed_at <= utc_now()
    assert seal.issuer.startswith("TEST")


def test_without_a_register_the_signatures_speak(
    verifier: RegisterVerifier, paper: bytes, slip: bytes
) -> None:
    for data in (paper, slip):
        verdict = verifier.verify(data, None)
        assert (verdict.outcome, verdict.reason) == (Outcome.GENUINE, "signatures-valid")


@pytest.mark.parametrize("years", [1, 4, 10, 17])
def test_it_stays_genuine_when_certificates_and_answers_have_ended(
    pki: TestPki, paper: bytes, years: int
) -> None:
    later = RegisterVerifier(pki.trust, lambda: utc_now() + timedelta(days=365 * years))
    assert later.verify(paper, registered(paper)).outcome is Outcome.GENUINE


def test_a_stamp_proves_nothing_once_its_authority_has_ended(pki: TestPki, paper: bytes) -> None:
    later = RegisterVerifier(pki.trust, lambda: utc_now() + timedelta(days=365 * 26))
    verdict = later.verify(paper, registered(paper))
    assert (verdict.outcome, verdict.reason) == (Outcome.INDETERMINATE, "stamp-untrusted")


def test_another_authority_with_the_same_names_is_unknown(
    verifier: RegisterVerifier, stranger: TestPki, fonts_dir: Path, blank: bytes
) -> None:
    sealer = open_seal(stranger.folder, stranger.url, fonts_dir, utc_now)
    forged = sealer.apply(blank, leader=LEADER, agency=AGENCY)
    verdict = verifier.verify(forged, None)
    assert (verdict.outcome, verdict.reason) == (Outcome.UNKNOWN, "foreign-signer")


WEEK, MINUTE = timedelta(days=7), timedelta(minutes=1)


def listed(
    pki: TestPki,
    serial: int,
    since: datetime,
    *,
    reason: x509.ReasonFlags | None = None,
    made: datetime | None = None,
    by: str = Issuer.GOVERNMENT,
) -> News:
    """The news that one certificate is on its authority's list, made now unless said otherwise."""
    authority = load(PkiFolder(pki.folder).authority_path(by))
    at = made or utc_now() - MINUTE
    entry = x509.RevokedCertificateBuilder(serial, since)
    if reason is not None:
        entry = entry.add_extension(x509.CRLReason(reason), critical=False)
    signed = (
        x509.CertificateRevocationListBuilder(authority.certificate.subject, at, at + WEEK)
        .add_revoked_certificate(entry.build())
        .sign(authority.key, hashes.SHA256())
    )
    own = Certificate.load(authority.certificate.public_bytes(Encoding.DER))
    bulletin = read_bulletin(signed.public_bytes(Encoding.DER))
    return News({authority_id(own): [bulletin]})


HOLD, OVERDUE = x509.ReasonFlags.certificate_hold, timedelta(days=30)


@pytest.mark.parametrize(
    ("since", "reason", "age", "outcome"),
    [
        (-2 * MINUTE, None, MINUTE, Outcome.REVOKED),
        (-2 * MINUTE, None, OVERDUE, Outcome.REVOKED),
        (-2 * MINUTE, HOLD, MINUTE, Outcome.REVOKED),
        (-2 * MINUTE, HOLD, OVERDUE, Outcome.GENUINE),
        (2 * MINUTE, None, MINUTE, Outcome.GENUINE),
        (2 * MINUTE, x509.ReasonFlags.key_compromise, MINUTE, Outcome.GENUINE),
    ],
    ids=["before", "before, old list", "held", "held, old list", "after", "after, key lost"],
)
def test_a_certificate_revoked_before_the_signature_spoils_it_and_none_after(
    pki: TestPki,
    paper: bytes,
    verifier: RegisterVerifier,
    since: timedelta,
    reason: x509.ReasonFlags | None,
    age: timedelta,
    outcome: Outcome,
) -> None:
    signed_at = verifier.verify(paper, None).signers[0].signed_at
    assert signed_at is not None
    held = pki.keys.held(LEADER).certificate
    at = signed_at + since
    news = listed(pki, held.serial_number, at, reason=reason, made=utc_now() - age)
    verdict = RegisterVerifier(pki.trust, utc_now, lambda: news).verify(paper, registered(paper))
    assert verdict.outcome is outcome
    if outcome is Outcome.REVOKED:
        assert verdict.reason == "signer-revoked"
    leader, seal = verdict.signers
    assert leader.standing is not None
    assert leader.standing.fresh is (age is MINUTE)
    known = reason is not HOLD or leader.standing.fresh
    assert leader.standing.revoked_at == (at.replace(microsecond=0) if known else None)
    assert seal.standing == replace(leader.standing, revoked_at=None)
    assert verdict.stamps[0].standing is None


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        (None, Outcome.INDETERMINATE),
        (x509.ReasonFlags.key_compromise, Outcome.INDETERMINATE),
        (x509.ReasonFlags.superseded, Outcome.GENUINE),
    ],
)
def test_what_a_stamper_stamped_before_it_left_in_good_order_stays_good(
    pki: TestPki, paper: bytes, reason: x509.ReasonFlags | None, outcome: Outcome
) -> None:
    stamper = load(PkiFolder(pki.folder).authority_path(STAMPER_NAME)).certificate
    since = utc_now() + MINUTE
    news = listed(pki, stamper.serial_number, since, reason=reason, by=Root.TIME)
    later = RegisterVerifier(pki.trust, lambda: since + MINUTE, lambda: news)
    assert later.verify(paper, None).outcome is outcome


def test_a_citizens_signature_is_no_office_paper(
    verifier: RegisterVerifier, declaration: bytes
) -> None:
    assert verifier.verify(declaration, None).outcome is Outcome.UNKNOWN


def test_another_paper_of_the_same_office_is_not_the_registered_one(
    verifier: RegisterVerifier, sealer: Sealer, blank: bytes, paper: bytes
) -> None:
    twin = sealer.apply(blank, leader=LEADER, agency=AGENCY)
    verdict = verifier.verify(twin, registered(paper))
    assert (verdict.outcome, verdict.reason) == (Outcome.ALTERED, "register-mismatch")


def test_the_seal_of_another_file_does_not_fit(
    verifier: RegisterVerifier, sealer: Sealer, paper: bytes, blank: bytes
) -> None:
    other = SignerRef("unit-8", "Ủy ban nhân dân xã Đồng Kỳ", "", "Ủy ban nhân dân xã Đồng Kỳ")
    donor = sealer.apply(blank, leader=LEADER, agency=other)
    forged = _with_seal_of(paper, donor)
    assert len(forged) == len(paper)
    assert forged != paper
    assert verifier.verify(forged, None).outcome is Outcome.ALTERED


@pytest.mark.parametrize(
    ("data", "outcome", "reason"),
    [
        (b"", Outcome.UNKNOWN, "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), Outcome.UNKNOWN, "not-a-pdf"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, Outcome.INDETERMINATE, "unreadable"),
        (b"%PDF-1.7\nxref\n0 1\ntrailer\n<<>>\nstartxref\n9\n%%EOF", None, None),
        (b"%PDF-1.7\n" + b"[" * 100_000, Outcome.INDETERMINATE, "unreadable"),
    ],
)
def test_what_is_no_paper_gets_a_verdict(
    verifier: RegisterVerifier, data: bytes, outcome: Outcome | None, reason: str | None
) -> None:
    verdict = verifier.verify(data, None)
    assert verdict.outcome is not Outcome.GENUINE
    if outcome is not None:
        assert (verdict.outcome, verdict.reason) == (outcome, reason)


def test_random_bytes_get_a_verdict(verifier: RegisterVerifier) -> None:
    for size in (1, 100, 10_000):
        assert verifier.verify(os.urandom(size), None).outcome is Outcome.UNKNOWN


def test_a_bomb_is_not_unpacked(verifier: RegisterVerifier) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.Contents = pdf.make_stream(bytes(80_000_000))
    out = BytesIO()
    pdf.save(out, compress_streams=True)
    assert verifier.verify(out.getvalue(), None).outcome is Outcome.UNKNOWN


def test_an_endless_string_is_not_read(verifier: RegisterVerifier, paper: bytes) -> None:
    began = time.monotonic()
    for endless in (b"<" + b"41" * 9_000_000 + b">", b"(" + b"a" * 20_000_000 + b")"):
        verdict = verifier.verify(paper + endless, None)
        assert (verdict.outcome, verdict.reason) == (Outcome.INDETERMINATE, "too-large")
    assert time.monotonic() - began < 5


def test_a_table_that_points_to_itself_ends(verifier: RegisterVerifier) -> None:
    loop = b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>\n"
    verdict = verifier.verify(loop + b"startxref\n9\n%%EOF", None)
    assert verdict.outcome is Outcome.INDETERMINATE


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(place=st.floats(0, 1, exclude_max=True), mask=st.integers(1, 255))
def test_no_single_changed_byte_is_genuine(
    verifier: RegisterVerifier, paper: bytes, place: float, mask: int
) -> None:
    at = int(place * len(paper))
    forged = paper[:at] + bytes([paper[at] ^ mask]) + paper[at + 1 :]
    assert verifier.verify(forged, None).outcome is not Outcome.GENUINE


def test_every_reason_has_an_outcome_and_a_sentence() -> None:
    assert set(OUTCOMES) == set(REASONS) == set(Reason)
    assert all(sentence.endswith(".") for sentence in REASONS.values())


def _with_seal_of(paper: bytes, donor: bytes) -> bytes:
    start, end = _last_contents(paper)
    from_start, from_end = _last_contents(donor)
    envelope = donor[from_start:from_end].rstrip(b"0")
    return paper[:start] + envelope.ljust(end - start, b"0") + paper[end:]


def _last_contents(data: bytes) -> tuple[int, int]:
    start = data.rindex(b"/Contents <") + len(b"/Contents <")
    return start, data.index(b">", start)
