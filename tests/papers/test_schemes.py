"""RSA signatures: by which scheme each was made, which stand, and which the policy leaves open."""

import asyncio
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import algos
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, validate_sig_integrity

from portal.local.signer.known import Registered
from portal.local.signer.server import create_service, serving
from procedures.papers import outfit
from procedures.papers.algorithms import Accepted
from procedures.papers.archive import newest_stamp
from procedures.papers.csc_case import CscCase
from procedures.papers.der import SEQUENCE, TRUE, inside, integer, tlv
from procedures.papers.envelope import imprint
from procedures.papers.examination import Measure, examine
from procedures.papers.hand import CitizensHand
from procedures.papers.keys import FolderKeys
from procedures.papers.outside import LeadersTool
from procedures.papers.past_opinion import past_opinion
from procedures.papers.pens import Pen, SoftPen
from procedures.papers.pki_folder import PkiFolder
from procedures.papers.pki_stamp import StampPress
from procedures.papers.reading import carried_evidence
from procedures.papers.seal import Sealer
from procedures.papers.seal_fields import AGENCY_FIELD, LEADER_FIELD
from procedures.papers.shape import is_exact
from procedures.papers.stamps import is_sound, signer_first
from procedures.papers.verdict import RegisterVerifier
from procedures.ports import Expectation, Outcome, SignerRef
from procedures.preservation import load_policy
from procedures.providers import Credential, Login, Order, Progress, Protocols, RemoteSigner
from procedures.schemes import PSS_PARAMETERS, Scheme
from tests.papers.conftest import AGENCY, CITIZEN, LEADER, PASSWORD, TestPki, utc_now
from tests.papers.holders import Holding, certified, holding
from tests.papers.naming import names_in, schemes_in
from tests.papers.programs import Program, pkcs1, pss
from tests.remote.csc_service import running
from tests.remote.ordering import opened, order, provider

FIELD = "ChuKyNguoiKhai"
DAY = timedelta(days=1)
CONSTRAINED = "CRYPTO_CONSTRAINTS_FAILURE"
SOUND = {
    "pkcs1": pkcs1(),
    "pkcs1-sha512": pkcs1("sha512"),
    "pss": pss(),
    "pss-long-salt": pss(salt=222),
    "pss-sha512": pss("sha512", "sha512", 64),
}
WEAK = {
    "pkcs1-sha1": pkcs1("sha1"),
    "pss-mask-by-sha1": pss(mask="sha1"),
    "pss-mask-by-sha512": pss(mask="sha512"),
    "pss-sha1": pss("sha1", "sha1", 20),
    "pss-sha1-masked-well": pss("sha1", "sha256", 20),
}


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture(scope="module")
def citizen(pki: TestPki, key: rsa.RSAPrivateKey) -> Holding:
    person = (CITIZEN.full_name, CITIZEN.citizen_id)
    return holding(PkiFolder(pki.folder), key, person, utc_now())


@pytest.fixture(scope="module")
def leader(pki: TestPki, key: rsa.RSAPrivateKey) -> Program:
    """The leader's token in a program that stamps as well."""
    return Program(key, certified(pki.folder, LEADER, key), url=f"{pki.url}/tsa")


@pytest.fixture(scope="module")
def csc_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a service of another author keeps a key for us (CSC API 1.0.4)."""
    with running(tmp_path_factory.mktemp("csc")) as url:
        yield url


def declared(held: Holding, name: algos.SignedDigestAlgorithm, blank: bytes) -> bytes:
    return Program(held.key, held.certificates, name, name.hash_algo).sign(blank, FIELD)


def test_the_parameters_are_what_the_library_writes() -> None:
    assert pss()["parameters"].dump() == PSS_PARAMETERS


@pytest.mark.parametrize("name", sorted(SOUND))
def test_what_another_program_signs_by_a_sound_scheme_stands(
    pki: TestPki, citizen: Holding, blank: bytes, name: str
) -> None:
    signed = declared(citizen, SOUND[name], blank)
    assert names_in(signed)[0].dump() == SOUND[name].dump()
    checked, since = pki.check.check(signed, original=blank), utc_now()
    again = pki.check.judge(signed, original=blank, evidence=checked.evidence, kept_since=since)
    assert {checked.verdict.outcome, again.outcome} == {Outcome.GENUINE}
    assert past_opinion(signed, checked.evidence, pki.trust, since) == {FIELD: "OK"}


@pytest.mark.parametrize("name", sorted(WEAK))
def test_what_rests_on_a_weak_scheme_stays_undecided(
    pki: TestPki, citizen: Holding, blank: bytes, name: str
) -> None:
    signed = declared(citizen, WEAK[name], blank)
    verdict = pki.check.check(signed, original=blank).verdict
    assert (verdict.outcome, verdict.reason) == (Outcome.INDETERMINATE, "weak-algorithm")
    assert [one.indication for one in verdict.signatures] == [CONSTRAINED]


@pytest.mark.parametrize("name", ["pkcs1", "pss"])
def test_a_scheme_stands_until_its_last_day(
    pki: TestPki, citizen: Holding, blank: bytes, name: str
) -> None:
    """Its end counts at the time that is proven: an earlier proof would help."""
    reader = PdfFileReader(BytesIO(declared(citizen, SOUND[name], blank)))
    algorithm = {"pkcs1": "rsassa-pkcs1-v1_5", "pss": "rsassa-pss"}[name]

    def said(until: datetime) -> str:
        policy = load_policy()
        ends = replace(policy, until={**policy.until, algorithm: until})
        measure = Measure(
            signers=pki.trust.citizens,
            time=pki.trust.time,
            known=carried_evidence(reader),
            now=utc_now(),
            need_revocation=False,
            need_stamp=False,
            algorithms=Accepted(ends),
        )
        found = asyncio.run(examine(reader.embedded_signatures[0], measure))
        return found.report.indication

    assert said(utc_now() + DAY) == "TOTAL-PASSED"
    assert said(utc_now() - DAY) == f"{CONSTRAINED}_NO_POE"


@pytest.fixture(scope="module")
def served(pki: TestPki, blank: bytes) -> bytes:
    """A paper as it is handed to a leader's program."""
    tool = LeadersTool(pki.trust, utc_now)
    return tool.open(blank, leader=LEADER.name, agency=AGENCY.name)


@pytest.mark.parametrize("name", ["pkcs1", "pss-long-salt"])
def test_a_leaders_program_signs_by_either_scheme(
    pki: TestPki,
    leader: Program,
    served: bytes,
    sealer: Sealer,
    verifier: RegisterVerifier,
    told: Callable[..., str],
    name: str,
) -> None:
    signed = replace(leader, name=SOUND[name]).sign(served, LEADER_FIELD)
    LeadersTool(pki.trust, utc_now).check(served, signed, leader=LEADER.name)
    sealed = sealer.close(signed, agency=AGENCY)
    assert told(sealed, "pdfsig", "-nocert").count("Signature is Valid.") == 2
    expectation = Expectation(hashlib.sha256(sealed).hexdigest(), (LEADER_FIELD, AGENCY_FIELD))
    for known in (expectation, None):
        assert verifier.verify(sealed, known).outcome is Outcome.GENUINE


def test_no_octet_of_a_schemes_name_may_be_another(leader: Program, served: bytes) -> None:
    """What says that there are no parameters could be something else and the signature verify."""
    signed = replace(leader, name=pss()).sign(served, LEADER_FIELD)

    def exact(data: bytes) -> bool:
        (found,) = PdfFileReader(BytesIO(data)).embedded_signatures
        assert validate_sig_integrity(
            found.signer_info, found.signer_cert, "data", found.compute_digest()
        ) == (True, True)
        (stamp,) = extract_tst_data_iter(found.signer_info, signed=False)
        enclosed = (found.signer_cert, *found.other_embedded_certs, *signer_first(stamp))
        return is_exact(found, enclosed)

    assert exact(signed)
    written = pss().dump().hex().upper().encode()
    at = signed.rindex(written)
    nothings = [place.start() for place in re.finditer(b"0500", written)]
    assert nothings
    for place in nothings:
        changed = signed[: at + place] + b"0400" + signed[at + place + 4 :]
        assert not exact(changed)


@pytest.mark.parametrize("scheme", [Scheme.PKCS1, Scheme.PSS])
def test_an_archive_stamp_says_by_which_scheme_it_was_made(
    citizen: Holding, scheme: Scheme
) -> None:
    stamper = StampPress(SoftPen(citizen.key, citizen.certificates, "", scheme))
    question = tlv(SEQUENCE, integer(1), imprint(bytes(32)), integer(7), TRUE)
    token = inside(stamper.answer(question, utc_now()))[1]
    assert is_sound(token)
    newest = newest_stamp(b"/Contents <" + token.hex().encode() + b">")
    assert newest is not None
    name = {Scheme.PKCS1: "rsassa-pkcs1-v1_5", Scheme.PSS: "rsassa-pss"}[scheme]
    assert newest.algorithms == ("rsa-2048", name, "sha256")
    assert set(newest.algorithms) <= set(load_policy().until)


@dataclass(frozen=True, slots=True)
class OurOwn:
    """A real service's keys, certified by the authority that the tests trust."""

    service: RemoteSigner
    folder: Path

    def credentials(self, account: str, transaction: str) -> tuple[Credential, ...]:
        return tuple(map(self._certified, self.service.credentials(account, transaction)))

    def _certified(self, found: Credential) -> Credential:
        public = x509.load_der_x509_certificate(found.chain[0])
        chain = certified(self.folder, LEADER, public)
        return replace(found, chain=tuple(one.public_bytes(Encoding.DER) for one in chain))

    def ask(self, order: Order) -> Progress:
        return self.service.ask(order)

    def outcome(self, order: Order, reference: str) -> Progress:
        return self.service.outcome(order, reference)

    def notified(self, mark: str, body: bytes) -> str | None:
        return self.service.notified(mark, body)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The leader's key at the service, the agency's in the tests' folder."""

    case: CscCase
    keys: FolderKeys

    def held(self, signer: SignerRef) -> Pen:
        if signer == LEADER:
            return self.case.pen("cong-dan/citizen-rsa")
        return self.keys.held(signer)


@pytest.mark.parametrize("asked", [Scheme.PKCS1, Scheme.PSS])
def test_a_key_at_a_real_service_signs_a_paper_that_stands(
    pki: TestPki,
    csc_address: str,
    fonts_dir: Path,
    blank: bytes,
    verifier: RegisterVerifier,
    told: Callable[..., str],
    asked: Scheme,
) -> None:
    at = replace(provider(csc_address, Protocols.CSC_1), by_rsa=asked)
    case = CscCase("tu-xa", OurOwn(opened(at), pki.folder), "x", utc_now)
    ways = outfit.test_authorities(pki.folder, pki.url)
    keys = Elsewhere(case, pki.keys)
    sealer = outfit.sealing(keys, ways, fonts_dir, utc_now)(pki.trust)
    sealed = sealer.apply(blank, leader=LEADER, agency=AGENCY)
    assert schemes_in(sealed) == [asked, Scheme.ECDSA, Scheme.ECDSA]
    assert verifier.verify(sealed, None).outcome is Outcome.GENUINE
    assert told(sealed, "pdfsig", "-nocert").count("Signature is Valid.") == 2


@pytest.mark.parametrize("protocol", [Protocols.CSC_2, Protocols.SMARTCA])
def test_a_service_that_knows_the_old_scheme_alone_signs_a_declaration_that_stands(
    pki: TestPki, key: rsa.RSAPrivateKey, blank: bytes, protocol: Protocols
) -> None:
    number = "024077000222"
    held = holding(PkiFolder(pki.folder), key, ("Nguyễn Văn Ba", number), utc_now())
    PkiFolder(pki.folder).citizen_path(number).write_bytes(held.p12(PASSWORD))
    known = provider("", protocol, Login.CLIENT)
    client = Registered(known.client_id, known.client_secret)
    app = create_service(pki.folder, PASSWORD, client, utc_now)
    with serving(app) as url:
        signer = opened(replace(known, base_url=url))
        (credential,) = signer.credentials(number, "gd-1")
        pen = CitizensHand(pki.trust.citizens, utc_now)
        prepared = pen.prepare(blank, credential.chain)
        digest = hashlib.sha256(prepared.attributes).digest()
        wanted = replace(order(credential, "gd-1", number), digest=digest)
        waiting = signer.ask(wanted)
        app.extensions["book"].settle("gd-1", confirmed=True)
        progress = signer.outcome(wanted, waiting.reference)
    signed = pen.finish(prepared, credential.chain, progress.signature)
    assert schemes_in(signed) == [Scheme.PKCS1]
    assert pki.check.check(signed, original=blank).verdict.outcome is Outcome.GENUINE
