"""Somebody else signs in the agency's name, or with a key that was made for something else."""

from dataclasses import replace

from cryptography.hazmat.primitives.serialization import pkcs12

from procedures.papers.keys import subject_of
from procedures.papers.outfit import open_seal
from procedures.papers.pki_authorities import Issuer, Root
from procedures.papers.pki_folder import KeyFile, PkiFolder, load
from procedures.papers.pki_issue import HOLDER, issue
from tests.papers.attacks.forge import Forge
from tests.papers.attacks.workshop import agency, evidence, sealed
from tests.papers.conftest import AGENCY, LEADER, PASSWORD, utc_now


def same_names_throughout(forge: Forge) -> bytes:
    """Another PKI with the very same names signs, answers and stamps."""
    there = forge.stranger
    sealer = open_seal(there.folder, there.url, forge.fonts, utc_now)
    return sealer.apply(forge.blank, leader=LEADER, agency=AGENCY)


def same_names_with_our_proof(forge: Forge) -> bytes:
    """The other PKI's key, with our proof about our own certificate and the public time."""
    return sealed(forge, forge.stranger.keys.held(AGENCY), evidence(forge, agency(forge)))


def signed_by_itself(forge: Forge) -> bytes:
    """A certificate with the agency's name that vouches for itself."""
    made = issue(subject_of(AGENCY), HOLDER, utc_now())
    return sealed(forge, made, evidence(forge, agency(forge)))


def our_certificate_another_key(forge: Forge) -> bytes:
    """The agency's own certificate, and a signature by another key."""
    other = issue(subject_of(AGENCY), HOLDER, utc_now())
    own = agency(forge)
    return sealed(forge, replace(own, key=other.key), evidence(forge, own))


def below_a_holder(forge: Forge) -> bytes:
    """An officer's certificate plays the authority and issues one with the agency's name."""
    officer = forge.pki.keys.held(LEADER)
    made = issue(subject_of(AGENCY), HOLDER, utc_now(), officer)
    return sealed(forge, made, evidence(forge, officer))


def by_a_citizen(forge: Forge) -> bytes:
    """A citizen's own certificate, good for declarations."""
    key, certificate, others = pkcs12.load_key_and_certificates(forge.pki.p12(), PASSWORD.encode())
    assert certificate is not None
    held = KeyFile(key, (certificate, *others))  # type: ignore[arg-type]
    return sealed(forge, held, evidence(forge, agency(forge)))


def by_the_time_authority(forge: Forge) -> bytes:
    """The stamper's certificate, good for time stamps."""
    return sealed(forge, _authority(forge, "thoi-gian-tsa"), evidence(forge, agency(forge)))


def by_the_responder(forge: Forge) -> bytes:
    """The certificate that signs answers about others."""
    responder = _authority(forge, "cong-vu-ocsp")
    return sealed(forge, responder, evidence(forge, responder))


def by_the_authority(forge: Forge) -> bytes:
    """The issuing authority's certificate itself."""
    issuer = _authority(forge, Issuer.GOVERNMENT)
    return sealed(forge, issuer, evidence(forge, agency(forge)))


def by_the_root(forge: Forge) -> bytes:
    """The root itself."""
    root = _authority(forge, Root.GOVERNMENT)
    return sealed(forge, root, evidence(forge, agency(forge)))


def for_encryption_only(forge: Forge) -> bytes:
    """A certificate of our authority that may receive keys, not sign."""
    profile = replace(HOLDER, usage=frozenset({"key_encipherment"}), answers_by=frozenset())
    issuer = _authority(forge, Issuer.GOVERNMENT)
    made = issue(subject_of(AGENCY), profile, utc_now(), issuer)
    return sealed(forge, made, evidence(forge, agency(forge)))


def _authority(forge: Forge, name: str) -> KeyFile:
    return load(PkiFolder(forge.pki.folder).authority_path(name))


ATTACKS = {
    f"signer_{attack.__name__}": attack
    for attack in (
        same_names_throughout,
        same_names_with_our_proof,
        signed_by_itself,
        our_certificate_another_key,
        below_a_holder,
        by_a_citizen,
        by_the_time_authority,
        by_the_responder,
        by_the_authority,
        by_the_root,
        for_encryption_only,
    )
}
