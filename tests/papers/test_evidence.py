"""What a checked declaration rests on: kept as a file, and judged again from it, years later."""

from base64 import b16decode
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from asn1crypto import cms, ocsp
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from freezegun import freeze_time

from procedures.errors import Unavailable
from procedures.papers.citizen import CitizenSignatureCheck
from procedures.papers.citizen_pen import sign_as_citizen
from procedures.papers.envelope import stamped_info
from procedures.papers.evidence_file import Proof, pack, unpack
from procedures.papers.hand import CitizensHand
from procedures.papers.keys import Citizen
from procedures.papers.outfit import judging, open_check
from procedures.papers.past_opinion import past_opinion
from procedures.papers.pki_authorities import Issuer, revoke
from procedures.papers.pki_folder import PkiFolder
from procedures.papers.revocation import Evidence
from procedures.papers.trust import End, Trust, TrustStore
from procedures.ports import Checked, Outcome
from tests.papers.conftest import CITIZEN, PASSWORD, TestPki, utc_now
from tests.papers.holders import holding

NOBODY = "http://127.0.0.1:9"
YEARS = timedelta(days=8 * 366)
"""The citizen's certificate lives for three."""


@pytest.fixture(scope="module")
def checked(pki: TestPki, declaration: bytes, blank: bytes) -> Checked:
    return pki.check.check(declaration, original=blank)


def _later(trust: Trust) -> CitizenSignatureCheck:
    """A check in years to come, to whom nobody answers."""
    return judging(lambda: utc_now() + YEARS)(trust)


def _certificate(p12: bytes) -> x509.Certificate:
    _, certificate, _ = pkcs12.load_key_and_certificates(p12, PASSWORD.encode())
    assert certificate is not None
    return certificate


def _without_answers_on(serial: int, known: Evidence) -> Evidence:
    answers = tuple(
        one
        for one in known.ocsps
        if one.response_data["responses"][0]["cert_id"]["serial_number"].native != serial
    )
    assert len(answers) == len(known.ocsps) - 1
    return Evidence(known.certificates, answers, known.crls)


def test_the_evidence_alone_gives_the_same_verdict_when_the_signer_has_ended(
    pki: TestPki, declaration: bytes, blank: bytes, checked: Checked
) -> None:
    since = utc_now()
    with freeze_time(since + YEARS):
        later = _later(pki.trust)
        again = later.judge(
            declaration, original=blank, evidence=checked.evidence, kept_since=since
        )
        today = later.look(declaration, original=blank)
        opinion = past_opinion(declaration, checked.evidence, pki.trust, since)
    assert again == checked.verdict
    assert again.outcome is Outcome.GENUINE
    assert set(opinion.values()) == {"OK"}, "pyHanko without a network agrees"
    assert today.reason == "expired", "what it would be without the evidence"


def test_the_evidence_is_an_archive_that_other_tools_read(
    declaration: bytes, checked: Checked
) -> None:
    proof = unpack(checked.evidence)
    assert pack(proof) == checked.evidence
    assert checked.proven_at == stamped_info(proof.token)["gen_time"].native
    names = {certificate.subject.native["common_name"] for certificate in proof.known.certificates}
    assert CITIZEN.full_name in names
    with ZipFile(BytesIO(checked.evidence)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[:2] == ["evidence.json", "file.tst"]
        by_folder = {name.partition("/")[0]: archive.read(name) for name in archive.namelist()}
    assert {"certificates", "ocsp", "crl"} <= set(by_folder)
    assert Certificate.load(by_folder["certificates"]).serial_number
    assert ocsp.OCSPResponse.load(by_folder["ocsp"])["response_status"].native == "successful"
    assert len(checked.evidence) < 64 * 1024 + len(declaration)


def test_a_revoked_signer_stays_revoked_by_the_answer_that_was_given(
    pki: TestPki, blank: bytes
) -> None:
    lost = Citizen("Lý Thị Rơi", "024099000778")
    pki.keys.ensure_citizens([lost], PASSWORD)
    signed = sign_as_citizen(blank, pki.p12(lost), PASSWORD)
    held = PkiFolder(pki.folder).citizen_path(lost.citizen_id)
    revoke(PkiFolder(pki.folder), Issuer.CITIZENS, _certificate(held.read_bytes()), utc_now())
    told = open_check(pki.folder, pki.url, utc_now).check(signed, original=blank)
    assert told.verdict.reason == "signer-revoked"
    again = _later(pki.trust).judge(
        signed, original=blank, evidence=told.evidence, kept_since=utc_now()
    )
    assert again == told.verdict
    opinion = past_opinion(signed, told.evidence, pki.trust, utc_now())
    assert set(opinion.values()) == {"REVOKED_NO_POE"}


def test_no_other_evidence_will_do(
    pki: TestPki, stranger: TestPki, declaration: bytes, blank: bytes, checked: Checked
) -> None:
    proof = unpack(checked.evidence)
    foreign = stranger.check.check(sign_as_citizen(blank, stranger.p12(), PASSWORD))
    token = unpack(foreign.evidence).token
    other = pki.check.check(sign_as_citizen(blank, pki.p12(), PASSWORD), original=blank)
    spoilt = bytearray(proof.token)
    spoilt[-5] ^= 1
    serial = _certificate(pki.p12()).serial_number
    files = {
        "undecided": (
            b"PK nothing",
            checked.evidence[:-60],
            other.evidence,
            pack(Proof(proof.file, proof.token, _without_answers_on(serial, proof.known))),
        ),
        "stamp-untrusted": tuple(
            pack(Proof(proof.file, one, proof.known))
            for one in (token, bytes(spoilt), unpack(other.evidence).token, b"0\x00")
        ),
    }
    later = _later(pki.trust)
    for reason, evidences in files.items():
        for evidence in evidences:
            verdict = later.judge(
                declaration, original=blank, evidence=evidence, kept_since=utc_now()
            )
            assert verdict.reason == reason


def test_a_stamper_that_ended_before_the_evidence_was_kept_proves_nothing(
    pki: TestPki, declaration: bytes, blank: bytes, checked: Checked
) -> None:
    long_after = utc_now() + timedelta(days=25 * 366)
    judged = {"original": blank, "evidence": checked.evidence}
    late = _later(pki.trust).judge(declaration, kept_since=long_after, **judged)
    assert late.reason == "stamp-untrusted"
    ends = {
        anchor.sha256: End(utc_now() + timedelta(hours=1), compromised=True)
        for anchor in pki.trust.time.anchors
    }
    lost = TrustStore(pki.trust.time.anchors, pki.trust.time.intermediates, ends)
    trust = Trust(pki.trust.government, pki.trust.citizens, lost)
    kept = _later(trust).judge(declaration, kept_since=utc_now(), **judged)
    assert kept == checked.verdict, "kept before the key was lost"


@pytest.mark.parametrize("kind", ["p256", "rsa4096"])
def test_a_signature_made_through_us_gets_its_time_beside_it(
    pki: TestPki, blank: bytes, kind: str
) -> None:
    key = (
        ec.generate_private_key(ec.SECP256R1())
        if kind == "p256"
        else rsa.generate_private_key(65537, 4096)
    )
    held = holding(PkiFolder(pki.folder), key, (CITIZEN.full_name, CITIZEN.citizen_id), utc_now())
    pen = CitizensHand(pki.trust.citizens, utc_now)
    prepared = pen.prepare(blank, held.chain)
    signed = pen.finish(prepared, held.chain, held.sign(prepared.attributes))
    assert pki.check.check(signed, original=blank).verdict.signatures[0].signed_at is None
    stamped = pki.check.stamp(signed, prepared.region)
    assert len(stamped) == len(signed)
    told = pki.check.check(stamped, original=blank)
    assert told.verdict.reason == "declaration-signed"
    (signature,) = told.verdict.signatures
    assert signature.signed_at is not None
    start, end = prepared.region
    envelope = cms.ContentInfo.load(b16decode(stamped[start + 1 : end - 1]))
    (beside,) = envelope["content"]["signer_infos"][0]["unsigned_attrs"]
    assert beside["type"].native == "signature_time_stamp_token"
    with pytest.raises(ValueError, match=r"\d"):
        pki.check.stamp(stamped, prepared.region)
    with pytest.raises(Unavailable):
        open_check(pki.folder, NOBODY, utc_now).stamp(signed, prepared.region)
