"""CSC API 1.0.4 against a real server process of another author: certomancer's."""

import hashlib
from dataclasses import replace
from io import BytesIO

import pytest
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from portal.wiring import utc_now
from procedures.papers.hand import CitizensHand
from procedures.papers.identity import holder_name, subject_number
from procedures.papers.trust import TrustStore
from procedures.providers import Credential, Protocols, RemoteSigner, Stage
from procedures.remote.csc import PSS
from procedures.schemes import Scheme
from tests.papers.blank import blank_paper
from tests.papers.naming import schemes_in
from tests.remote.ordering import SIGNER, opened, order, provider, signed_by


@pytest.fixture(scope="module")
def signer(csc_address: str) -> RemoteSigner:
    """The adapter to a running server."""
    return opened(provider(csc_address, Protocols.CSC_1))


@pytest.fixture(scope="module")
def credentials(signer: RemoteSigner) -> dict[str, Credential]:
    """Its credentials by name."""
    return {found.id: found for found in signer.credentials(SIGNER.citizen_id, "gd-1")}


@pytest.mark.parametrize(
    ("name", "scheme"),
    [("cong-dan/citizen", Scheme.ECDSA), ("cong-dan/citizen-rsa", Scheme.PSS)],
)
def test_a_real_service_signs_with_each_kind_of_key(
    signer: RemoteSigner, credentials: dict[str, Credential], name: str, scheme: Scheme
) -> None:
    credential = credentials[name]
    own = Certificate.load(credential.chain[0])
    assert (holder_name(own), subject_number(own)) == (SIGNER.full_name, SIGNER.citizen_id)
    assert credential.hindrance is None
    assert signed_by(signer.ask(order(credential, "gd-1")), credential) is scheme


@pytest.mark.parametrize(
    ("offered", "asked", "scheme"),
    [
        (("1.2.840.113549.1.1.1",), Scheme.PSS, Scheme.PKCS1),
        (("1.2.840.113549.1.1.1", PSS), Scheme.PKCS1, Scheme.PKCS1),
        (("1.2.840.113549.1.1.11",), Scheme.PSS, Scheme.PKCS1),
        (("1.2.840.113549.1.1.11", PSS), Scheme.PSS, Scheme.PSS),
        ((PSS,), Scheme.PKCS1, Scheme.PSS),
    ],
    ids=["key-alone", "set-so", "only-the-old", "both", "only-the-new"],
)
def test_an_rsa_key_signs_by_what_is_asked_or_else_by_what_it_offers(
    csc_address: str,
    credentials: dict[str, Credential],
    offered: tuple[str, ...],
    asked: Scheme,
    scheme: Scheme,
) -> None:
    signer = opened(replace(provider(csc_address, Protocols.CSC_1), by_rsa=asked))
    key = replace(credentials["cong-dan/citizen-rsa"], signs=offered)
    assert signed_by(signer.ask(order(key, "gd-2")), key) is scheme


def test_a_credential_that_is_gone_is_no_signature(
    signer: RemoteSigner, credentials: dict[str, Credential]
) -> None:
    gone = replace(credentials["cong-dan/citizen"], id="cong-dan/nobody")
    assert signer.ask(order(gone, "gd-3")).stage is Stage.UNKNOWN


def test_a_declaration_signed_by_a_real_service_is_whole_and_the_holders(
    signer: RemoteSigner, credentials: dict[str, Credential]
) -> None:
    """Prepared here, signed there, finished here; any reader of signatures takes it."""
    for name, scheme in (
        ("cong-dan/citizen", Scheme.ECDSA),
        ("cong-dan/citizen-rsa", Scheme.PSS),
    ):
        credential = credentials[name]
        own, *above = (Certificate.load(der) for der in credential.chain)
        hand = CitizensHand(TrustStore(tuple(above), ()), utc_now)
        assert hand.holder(credential.chain).subject_id == SIGNER.citizen_id
        prepared = hand.prepare(blank_paper(), credential.chain)
        wanted = order(credential, "gd-4")
        digest = hashlib.sha256(prepared.attributes).digest()
        progress = signer.ask(replace(wanted, digest=digest))
        signed = hand.finish(prepared, credential.chain, progress.signature)
        assert schemes_in(signed) == [scheme]
        (found,) = PdfFileReader(BytesIO(signed)).embedded_signatures
        digest = found.compute_digest()
        assert validate_sig_integrity(found.signer_info, own, "data", digest) == (True, True)
        assert found.signer_cert.dump() == own.dump()
