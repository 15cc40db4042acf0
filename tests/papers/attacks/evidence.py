"""Wrong or missing proof that a certificate stands: foreign, forged, stale, of another, none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from pikepdf import Array, Pdf

from procedures.papers.pki_authorities import Issuer, revoke
from procedures.papers.pki_folder import KeyFile, PkiFolder, load
from procedures.papers.revocation import Evidence
from procedures.ports import SignerRef
from tests.papers.attacks import raw
from tests.papers.attacks.forge import Forge
from tests.papers.attacks.workshop import agency, evidence, sealed
from tests.papers.conftest import AGENCY, LEADER, utc_now

REVOKED = SignerRef("unit-66", AGENCY.name, "", AGENCY.organisation)
_YEAR = timedelta(days=365)


def none_at_all(forge: Forge) -> bytes:
    """The file carries no proof."""
    return sealed(forge, agency(forge), None)


def without_answers(forge: Forge) -> bytes:
    """Certificates and lists, but no answer about the signer."""
    own = agency(forge)
    return sealed(forge, own, replace(evidence(forge, own), ocsps=()))


def without_lists(forge: Forge) -> bytes:
    """The answer, but no authority's list."""
    own = agency(forge)
    return sealed(forge, own, replace(evidence(forge, own), crls=()))


def of_another(forge: Forge) -> bytes:
    """The answer is about the leader, the signature is the agency's."""
    officer = forge.pki.keys.held(LEADER)
    return sealed(forge, agency(forge), evidence(forge, officer))


def of_last_year(forge: Forge) -> bytes:
    """The answers ended a year ago."""
    own = agency(forge)
    return sealed(forge, own, evidence(forge, own, at=lambda: utc_now() - _YEAR))


def of_next_year(forge: Forge) -> bytes:
    """The answers begin in a year."""
    own = agency(forge)
    return sealed(forge, own, evidence(forge, own, at=lambda: utc_now() + _YEAR))


def revoked_and_told(forge: Forge) -> bytes:
    """The signer was revoked the day before, and the file says so itself."""
    gone = _revoked(forge)
    return sealed(forge, gone, evidence(forge, gone))


def revoked_with_last_years_answer(forge: Forge) -> bytes:
    """The signer was revoked; the answer is of a year before, when all was well."""
    gone = _revoked(forge)
    return sealed(forge, gone, evidence(forge, gone, at=lambda: utc_now() - _YEAR))


def revoked_with_foreign_answer(forge: Forge) -> bytes:
    """The signer was revoked; a responder of the same name but another PKI says "good"."""
    other = PkiFolder(forge.stranger.folder)
    return _forged(forge, load(other.authority_path("cong-vu-ocsp")))


def revoked_with_an_officers_answer(forge: Forge) -> bytes:
    """The signer was revoked; an officer's key of the same authority says "good"."""
    return _forged(forge, forge.pki.keys.held(LEADER))


def revoked_with_own_answer(forge: Forge) -> bytes:
    """The signer was revoked, and says "good" of himself."""
    return _forged(forge, _revoked(forge))


def revoked_without_answer(forge: Forge) -> bytes:
    """The signer was revoked, and the file is silent."""
    gone = _revoked(forge)
    proof = replace(evidence(forge, gone), ocsps=(), crls=())
    return sealed(forge, gone, proof)


def _revoked(forge: Forge) -> KeyFile:
    held = forge.pki.keys.held(REVOKED)
    folder = PkiFolder(forge.pki.folder)
    revoke(folder, Issuer.GOVERNMENT, held.certificate, utc_now() - timedelta(days=1))
    return held


def _forged(forge: Forge, responder: KeyFile) -> bytes:
    gone = _revoked(forge)
    answer = _good(gone, responder)
    stale = evidence(forge, gone, at=lambda: utc_now() - _YEAR, answer=answer)
    fresh = evidence(forge, agency(forge))
    proof = evidence(forge, gone, answer=answer)
    lists = (*stale.crls, fresh.crls[1])
    return sealed(forge, gone, Evidence(proof.certificates, proof.ocsps, lists))


def _good(signer: KeyFile, responder: KeyFile) -> bytes:
    builder = ocsp.OCSPResponseBuilder().add_response(
        signer.certificate,
        signer.chain[1],
        hashes.SHA1(),  # noqa: S303 - as responders name it
        ocsp.OCSPCertStatus.GOOD,
        utc_now() - timedelta(minutes=1),
        utc_now() + timedelta(hours=12),
        None,
        None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, responder.certificate)
    answer = builder.certificates([responder.certificate]).sign(responder.key, hashes.SHA256())
    return answer.public_bytes(Encoding.DER)


def _dss_gone(pdf: Pdf) -> None:
    del pdf.Root.DSS


def _dss_emptied(pdf: Pdf) -> None:
    store = pdf.Root.DSS
    store.OCSPs, store.CRLs, store.Certs = Array([]), Array([]), Array([])


def _dss_junk(pdf: Pdf) -> None:
    pdf.Root.DSS.OCSPs = Array([pdf.make_stream(b"khong phai la cau tra loi")])


def _dss_answer_rewritten(pdf: Pdf) -> None:
    pdf.Root.DSS.OCSPs[0].write(b"0")


def _dss_with_more(pdf: Pdf) -> None:
    pdf.Root.DSS.KhacNua = Array([])


CHANGES = {
    f"evidence{change.__name__}": partial(raw.saved, change=change)
    for change in (_dss_gone, _dss_emptied, _dss_junk, _dss_answer_rewritten, _dss_with_more)
}
ATTACKS: dict[str, Callable[[Forge], bytes]] = {
    f"evidence_{attack.__name__}": attack
    for attack in (
        none_at_all,
        without_answers,
        without_lists,
        of_another,
        of_last_year,
        of_next_year,
        revoked_and_told,
        revoked_with_last_years_answer,
        revoked_with_foreign_answer,
        revoked_with_an_officers_answer,
        revoked_with_own_answer,
        revoked_without_answer,
    )
}
