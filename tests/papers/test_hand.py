"""A declaration signed by a key that is elsewhere: prepared, signed there, finished, believed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from procedures.papers import certificates, hand
from procedures.papers.citizen_pen import sign_as_citizen
from procedures.papers.hand import CitizensHand
from procedures.papers.pki_folder import PkiFolder
from procedures.papers.signing import HeldSigner
from procedures.ports import CannotSign, Outcome
from procedures.schemes import Scheme
from tests.papers.conftest import CITIZEN, LEADER, PASSWORD, TestPki, utc_now
from tests.papers.holders import Holding, Key, holding
from tests.papers.naming import schemes_in

SECOND = ("Nguyễn Văn Hai", "024077000111")
KEYS: dict[str, Callable[[], Key]] = {
    "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "rsa2048": lambda: rsa.generate_private_key(65537, 2048),
    "rsa3072": lambda: rsa.generate_private_key(65537, 3072),
    "rsa4096": lambda: rsa.generate_private_key(65537, 4096),
}


@pytest.fixture(scope="module")
def pen(pki: TestPki) -> CitizensHand:
    return CitizensHand(pki.trust.citizens, utc_now)


def _holding(pki: TestPki, kind: str = "p256", **said: object) -> Holding:
    person = (CITIZEN.full_name, CITIZEN.citizen_id)
    return holding(PkiFolder(pki.folder), KEYS[kind](), person, utc_now(), **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "way",
    [*((kind, Scheme.PSS) for kind in sorted(KEYS)), ("rsa2048", Scheme.PKCS1)],
    ids="-".join,
)
def test_each_kind_of_key_signs_what_every_reader_accepts(
    pki: TestPki,
    pen: CitizensHand,
    blank: bytes,
    told: Callable[..., str],
    way: tuple[str, Scheme],
) -> None:
    """An RSA key by either scheme: the portal does not choose for every program."""
    kind, scheme = way
    held = _holding(pki, kind)
    assert pen.holder(held.chain).subject_id == CITIZEN.citizen_id
    prepared = pen.prepare(blank, held.chain)
    assert pki.check.look(prepared.file, original=blank).outcome is not Outcome.GENUINE
    signed = pen.finish(prepared, held.chain, held.sign(prepared.attributes, scheme))
    assert schemes_in(signed) == [scheme if kind.startswith("rsa") else Scheme.ECDSA]
    verdict = pki.check.check(signed, original=blank).verdict
    assert (verdict.outcome, verdict.reason) == (Outcome.GENUINE, "declaration-signed")
    assert verdict.signatures[0].signer == CITIZEN.full_name
    said = told(signed, "pdfsig", "-nocert")
    assert "Signature is Valid" in said
    assert "Total document signed" in said


def test_the_certificate_alone_is_enough_and_numbers_in_a_row_are_taken(
    pki: TestPki, pen: CitizensHand, blank: bytes
) -> None:
    held = _holding(pki, "p384")
    prepared = pen.prepare(blank, held.chain[:1])
    numbers = decode_dss_signature(held.sign(prepared.attributes))
    raw = b"".join(number.to_bytes(48, "big") for number in numbers)
    signed = pen.finish(prepared, held.chain[:1], raw)
    assert pki.check.check(signed, original=blank).verdict.outcome is Outcome.GENUINE


def test_two_people_sign_one_after_the_other(
    pki: TestPki, pen: CitizensHand, blank: bytes, told: Callable[..., str]
) -> None:
    first = sign_as_citizen(blank, pki.p12(), PASSWORD)
    held = holding(PkiFolder(pki.folder), KEYS["rsa2048"](), SECOND, utc_now())
    prepared = pen.prepare(first, held.chain)
    both = pen.finish(prepared, held.chain, held.sign(prepared.attributes))
    assert both.startswith(first)
    verdict = pki.check.check(both, original=blank).verdict
    assert verdict.reason == "declaration-signed"
    assert [s.subject_id for s in verdict.signatures] == [CITIZEN.citizen_id, SECOND[1]]
    assert told(both, "pdfsig", "-nocert").count("Signature is Valid") == 2


@pytest.mark.parametrize("damage", [b"", b"\x00" * 64, b"not a signature"])
def test_a_signature_of_something_else_is_refused(
    pki: TestPki, pen: CitizensHand, blank: bytes, damage: bytes
) -> None:
    held = _holding(pki)
    prepared = pen.prepare(blank, held.chain)
    for signature in (damage, held.sign(b"something else")):
        with pytest.raises(CannotSign, match=hand.NOT_ITS_OWN[:20]):
            pen.finish(prepared, held.chain, signature)


def test_who_may_not_sign_is_told_before(
    pki: TestPki, pen: CitizensHand, stranger: TestPki
) -> None:
    person, now = (CITIZEN.full_name, CITIZEN.citizen_id), utc_now()
    weak = rsa.generate_private_key(65537, 1024)  # noqa: S505 - to be refused
    foreign = holding(PkiFolder(stranger.folder), KEYS["p256"](), person, now)
    small = holding(PkiFolder(pki.folder), weak, person, now)
    other = holding(PkiFolder(pki.folder), ec.generate_private_key(ec.SECP256K1()), person, now)
    told = {
        hand.FOREIGN: foreign.chain[:1],
        certificates.WEAK_KEY: small.chain,
        hand.ENDED: _holding(pki, ended=True).chain,
        hand.NOT_FOR_SIGNING: _holding(pki, usage=frozenset({"digital_signature"})).chain,
        certificates.UNREADABLE: [b"0\x82"],
    }
    for sentence, chain in told.items():
        with pytest.raises(CannotSign) as refusal:
            pen.holder(chain)
        assert refusal.value.msgid == sentence
    for chain in ([], [b"x"] * 11, [b"0" * 20_000], other.chain):
        with pytest.raises(CannotSign):
            pen.holder(chain)


def test_one_that_begins_tomorrow_is_told_so(pki: TestPki) -> None:
    early = CitizensHand(pki.trust.citizens, lambda: utc_now() - timedelta(days=3))
    with pytest.raises(CannotSign) as refusal:
        early.holder(_holding(pki).chain)
    assert refusal.value.msgid == hand.NOT_BEGUN


def test_a_file_that_takes_no_signature_is_refused_plainly(
    pki: TestPki, pen: CitizensHand, blank: bytes
) -> None:
    for broken in (blank[:500], b"%PDF-1.7 nothing"):
        with pytest.raises(CannotSign) as refusal:
            pen.prepare(broken, _holding(pki).chain)
        assert refusal.value.msgid == hand.NO_ROOM


def test_officers_cannot_sign_as_citizens(pki: TestPki, pen: CitizensHand) -> None:
    with pytest.raises(CannotSign) as refusal:
        pen.holder([member.dump() for member in HeldSigner(pki.keys.held(LEADER)).chain])
    assert refusal.value.msgid == hand.FOREIGN
