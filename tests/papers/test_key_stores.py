"""Keys in PKCS#12 files and in a real PKCS#11 token: they sign papers, or say plainly why not."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    pkcs12,
)

from procedures.errors import NotAllowed, Unavailable
from procedures.papers import hsm_case, key_ring, pens, pkcs12_case, private_file
from procedures.papers.hsm_case import HsmCase
from procedures.papers.key_ring import FILE, KeyRing
from procedures.papers.outfit import open_seal
from procedures.papers.reading import carried_evidence, open_pdf
from procedures.papers.second_opinion import second_opinion
from procedures.papers.verdict import RegisterVerifier
from procedures.ports import Outcome, SignerRef
from procedures.schemes import Scheme
from tests.papers.conftest import TestPki, utc_now
from tests.papers.holders import certified
from tests.papers.naming import schemes_in
from tests.papers.softhsm import MODULE, PIN, Key, Token, plugged_in

PASSWORD = "mot-mat-khau"
LEADER = SignerRef("leader-in-token", "Lê Thị Khóa", "Chủ tịch", "Ủy ban nhân dân xã Khóa")
AGENCY = SignerRef("agency-in-token", LEADER.organisation, "", LEADER.organisation)
KINDS: dict[str, Callable[[], Key]] = {
    "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "rsa": lambda: rsa.generate_private_key(65537, 2048),
}
WAYS: dict[str, tuple[str, dict[str, str], Scheme]] = {
    "p256": ("p256", {}, Scheme.ECDSA),
    "p384": ("p384", {"scheme": "pkcs1"}, Scheme.ECDSA),
    "rsa": ("rsa", {}, Scheme.PSS),
    "rsa-pkcs1": ("rsa", {"scheme": "pkcs1"}, Scheme.PKCS1),
}
"""A kind of key, what is told of its store, and how it signs then."""


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of keys beside the tests' authorities, which certify what is put into it."""

    root: Path
    pki: TestPki

    def certified(
        self, signer: SignerRef, key: Key, *, late: bool = False
    ) -> tuple[x509.Certificate, ...]:
        """The chain of a certificate by the tests' authority; a late one has ended."""
        return certified(self.pki.folder, signer, key, late=late)

    def put(self, label: str, key: Key, chain: tuple[x509.Certificate, ...]) -> None:
        """A PKCS#12 file and its password."""
        data = pkcs12.serialize_key_and_certificates(
            b"", key, chain[0], chain[1:], BestAvailableEncryption(PASSWORD.encode())
        )
        (self.root / "p12").mkdir(exist_ok=True)
        for name, content in ((f"{label}.p12", data), (f"{label}.password", PASSWORD.encode())):
            path = self.root / "p12" / name
            path.touch(mode=0o600)
            path.write_bytes(content)

    def tell(self, keys: object, token: Token | None = None, **said: str) -> KeyRing:
        """Write which key is where; `said` is told of each store."""
        stores: dict[str, object] = {"tep": {"kind": "pkcs12", "folder": "p12", **said}}
        if token is not None:
            (self.root / "hsm.pin").touch(mode=0o600)
            (self.root / "hsm.pin").write_text(f"{PIN}\n")
            stores["hsm"] = {
                "kind": "pkcs11",
                "module": str(MODULE),
                "token": token.label,
                "pin_file": "hsm.pin",
                **said,
            }
        (self.root / FILE).write_text(json.dumps({"stores": stores, "keys": keys}))
        return KeyRing(self.root, utc_now, test=False)


@pytest.fixture
def store(pki: TestPki, tmp_path: Path) -> Store:
    """An empty store beside the trust of the tests' PKI, without its authorities' keys."""
    copytree(pki.folder / "trust", tmp_path / "trust")
    (tmp_path / "address").write_text((pki.folder / "address").read_text())
    return Store(tmp_path, pki)


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Token]:
    """A fresh token."""
    with plugged_in(tmp_path_factory.mktemp("hsm")) as made:
        yield made


@pytest.mark.parametrize("way", sorted(WAYS))
def test_keys_of_both_stores_sign_a_paper_that_stands(
    way: str,
    store: Store,
    token: Token,
    fonts_dir: Path,
    blank: bytes,
    verifier: RegisterVerifier,
    told: Callable[..., str],
) -> None:
    """The leader's key is in a file, the agency's in the token; other readers agree."""
    kind, said, scheme = WAYS[way]
    leader, agency = KINDS[kind](), KINDS[kind]()
    store.put(LEADER.key_id, leader, store.certified(LEADER, leader))
    token.put(way, agency, store.certified(AGENCY, agency))
    keys = {LEADER.key_id: {"store": "tep"}, AGENCY.key_id: {"store": "hsm", "label": way}}
    store.tell(keys, token, **said)
    sealer = open_seal(store.root, store.pki.url, fonts_dir, utc_now)
    sealed = sealer.apply(blank, leader=LEADER, agency=AGENCY)
    verdict = verifier.verify(sealed, None)
    assert (verdict.outcome, verdict.reason) == (Outcome.GENUINE, "signatures-valid")
    assert [s.signer for s in verdict.signers] == [LEADER.name, AGENCY.name]
    assert schemes_in(sealed) == [scheme, scheme, Scheme.ECDSA]
    assert told(sealed, "pdfsig", "-nocert").count("Signature is Valid") == 2
    others = second_opinion(sealed, store.pki.trust, carried_evidence(open_pdf(sealed)), utc_now())
    assert set(others.values()) == {"OK"}


def test_a_token_that_does_not_know_the_scheme_says_what_to_do(
    store: Store, token: Token, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SoftHSM knows no PSS with SHA-3, as an old token knows none at all."""
    key = KINDS["rsa"]()
    token.put("khong-pss", key, store.certified(AGENCY, key))
    keys = {AGENCY.key_id: {"store": "hsm", "label": "khong-pss"}}
    unknown = {Scheme.PSS: (pkcs11.Mechanism.SHA3_256_RSA_PKCS_PSS, None)}
    with monkeypatch.context() as patched:
        patched.setattr(hsm_case, "_BY_RSA", unknown)
        with pytest.raises(Unavailable) as refused:
            store.tell(keys, token).held(AGENCY)
    assert refused.value.msgid == hsm_case.NO_SCHEME
    assert store.tell(keys, token, scheme="pkcs1").held(AGENCY).chain


def test_a_token_that_was_unplugged_is_opened_anew(
    store: Store, token: Token, fonts_dir: Path, blank: bytes
) -> None:
    key = KINDS["p256"]()
    token.put("rut-ra", key, store.certified(AGENCY, key))
    store.tell({AGENCY.key_id: {"store": "hsm", "label": "rut-ra"}}, token)
    sealer = open_seal(store.root, store.pki.url, fonts_dir, utc_now)
    assert sealer.apply(blank, leader=None, agency=AGENCY)
    pkcs11.lib(str(MODULE)).reinitialize()
    assert sealer.apply(blank, leader=None, agency=AGENCY)


def test_a_token_that_stays_away_leaves_no_half_signed_paper(
    store: Store, token: Token, fonts_dir: Path, blank: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The leader has signed already when the token of the seal is gone; then it comes back."""
    leader, agency = KINDS["p256"](), KINDS["p256"]()
    store.put(LEADER.key_id, leader, store.certified(LEADER, leader))
    token.put("mat", agency, store.certified(AGENCY, agency))
    store.tell(
        {LEADER.key_id: {"store": "tep"}, AGENCY.key_id: {"store": "hsm", "label": "mat"}}, token
    )
    sealer = open_seal(store.root, store.pki.url, fonts_dir, utc_now)
    sealer.apply(blank, leader=LEADER, agency=AGENCY)

    def gone(*_asked: object, **_named: object) -> None:
        raise pkcs11.TokenNotPresent

    with monkeypatch.context() as patched:
        patched.setattr(HsmCase, "_open", gone)
        pkcs11.lib(str(MODULE)).reinitialize()
        with pytest.raises(Unavailable) as told:
            sealer.apply(blank, leader=LEADER, agency=AGENCY)
    assert told.value.msgid == hsm_case.GONE
    assert sealer.apply(blank, leader=LEADER, agency=AGENCY)


def test_a_refused_pin_is_not_tried_again_until_it_changes(
    store: Store, token: Token, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = KINDS["p256"]()
    token.put("ma-pin", key, store.certified(AGENCY, key))
    ring = store.tell({AGENCY.key_id: {"store": "hsm", "label": "ma-pin"}}, token)
    (store.root / "hsm.pin").write_text("000000")
    with pytest.raises(Unavailable) as told:
        ring.held(AGENCY)
    assert told.value.msgid == hsm_case.WRONG_PIN
    with monkeypatch.context() as patched:
        patched.setattr(pkcs11, "lib", lambda _module: pytest.fail("the token was asked again"))
        with pytest.raises(Unavailable):
            ring.held(AGENCY)
    (store.root / "hsm.pin").write_text(PIN)
    assert ring.held(AGENCY).chain


@pytest.mark.parametrize("label", ["khong-co", "khac"])
def test_a_label_without_its_key_or_with_anothers_is_refused(
    label: str, store: Store, token: Token
) -> None:
    if label == "khac":
        key, other = KINDS["p256"](), KINDS["p256"]()
        token.put("khac", key, store.certified(AGENCY, other))
    ring = store.tell({AGENCY.key_id: {"store": "hsm", "label": label}}, token)
    with pytest.raises(Unavailable) as told:
        ring.held(AGENCY)
    assert told.value.msgid in {hsm_case.NO_KEY, pens.NOT_ITS_OWN}


def test_files_that_do_not_open_say_why_and_stay(store: Store) -> None:
    key = KINDS["p256"]()
    ring = store.tell({LEADER.key_id: {"store": "tep"}})
    path = store.root / "p12" / f"{LEADER.key_id}.p12"
    password = path.with_suffix(".password")

    def refused() -> str:
        with pytest.raises(Unavailable) as told:
            ring.held(LEADER)
        return told.value.msgid

    assert refused() == private_file.NO_FILE
    store.put(LEADER.key_id, key, store.certified(LEADER, key, late=True))
    assert refused() == pens.OVER
    store.put(LEADER.key_id, key, store.certified(LEADER, key))
    kept = path.read_bytes()
    password.write_text("khac")
    assert refused() == pkcs12_case.WRONG_PASSWORD
    password.write_text(f"{PASSWORD}\n")
    path.chmod(0o644)
    assert refused() == private_file.OPEN_TO_OTHERS
    path.chmod(0o600)
    assert path.read_bytes() == kept
    assert ring.held(LEADER).store == "tep"
    weak = rsa.generate_private_key(65537, 1024)  # noqa: S505 - the subject of the test
    store.put(LEADER.key_id, weak, store.certified(LEADER, weak))
    assert refused() == pens.UNFIT


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"stores": {}, "keys": {"leader-in-token": {"store": "tep"}}}',
        '{"stores": {"tep": {"kind": "pkcs12", "folder": "p", "scheme": "ecdsa"}}, "keys": {"leader-in-token": {"store": "tep"}}}',  # noqa: E501
        '{"stores": {"tep": {"kind": "the"}}, "keys": {"leader-in-token": {"store": "tep"}}}',
        '{"stores": {"tep": {"kind": "pkcs12", "pin": "1"}}, "keys": {"leader-in-token": {"store": "tep"}}}',  # noqa: E501
    ],
)
def test_a_malformed_list_signs_nothing(store: Store, text: str) -> None:
    (store.root / FILE).write_text(text)
    with pytest.raises(Unavailable) as told:
        KeyRing(store.root, utc_now, test=False).held(LEADER)
    assert told.value.msgid == key_ring.MALFORMED


def test_a_key_is_renewed_before_it_ends_and_papers_of_both_verify(
    store: Store, fonts_dir: Path, blank: bytes, verifier: RegisterVerifier
) -> None:
    """The new file is taken up at the worker's next start; nobody waits for the old one's end."""
    sealed = []
    for kind in ("p256", "rsa"):
        key = KINDS[kind]()
        store.put(AGENCY.key_id, key, store.certified(AGENCY, key))
        store.tell({AGENCY.key_id: {"store": "tep"}})
        sealer = open_seal(store.root, store.pki.url, fonts_dir, utc_now)
        sealed.append((sealer.apply(blank, leader=None, agency=AGENCY), sealer.used(AGENCY)))
    assert sealed[0][1].serial != sealed[1][1].serial
    verdicts = [verifier.verify(paper, None) for paper, _ in sealed]
    assert {verdict.outcome for verdict in verdicts} == {Outcome.GENUINE}
    assert [verdict.signers[0].certificate for verdict in verdicts] == [
        facts.sha256 for _, facts in sealed
    ]


def test_our_own_authority_revokes_what_it_issued_and_nothing_else(
    pki: TestPki, fonts_dir: Path, blank: bytes
) -> None:
    lost = SignerRef("agency-lost", "Sở Mất Khóa", "", "Sở Mất Khóa")
    sealer = open_seal(pki.folder, pki.url, fonts_dir, utc_now)
    assert sealer.apply(blank, leader=None, agency=lost)
    assert not pki.keys.revoke("abc", utc_now())
    assert pki.keys.revoke(sealer.used(lost).serial, utc_now())
    with pytest.raises(NotAllowed):
        open_seal(pki.folder, pki.url, fonts_dir, utc_now).apply(blank, leader=None, agency=lost)


def test_a_key_that_nobody_named_waits(store: Store) -> None:
    with pytest.raises(Unavailable) as told:
        store.tell({}).held(LEADER)
    assert told.value.msgid == key_ring.NO_KEY
