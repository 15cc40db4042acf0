"""Time stamps that are foreign, missing, over other bytes or of another day than they say."""

from dataclasses import replace
from datetime import timedelta

from cryptography.x509.oid import NameOID

from procedures.papers.keys import subject_of
from procedures.papers.pki_authorities import STAMPER_NAME, Issuer, Root
from procedures.papers.pki_folder import KeyFile, PkiFolder, load
from procedures.papers.pki_issue import HOLDER, STAMPER, Profile, issue, name
from tests.papers.attacks import raw
from tests.papers.attacks.forge import Forge
from tests.papers.attacks.workshop import OwnStamper, agency, evidence, sealed
from tests.papers.conftest import AGENCY, TestPki, utc_now

_DAY = timedelta(days=1)
_OTHER = bytes(32)


def _stamper(pki: TestPki) -> KeyFile:
    return load(PkiFolder(pki.folder).authority_path(STAMPER_NAME))


def signature_by_foreign(forge: Forge) -> bytes:
    """Another authority with the same names stamps the signature."""
    own = agency(forge)
    return sealed(forge, own, evidence(forge, own), stamper=OwnStamper(_stamper(forge.stranger)))


def archive_by_foreign(forge: Forge) -> bytes:
    """Another authority with the same names stamps the whole."""
    own = agency(forge)
    return sealed(forge, own, evidence(forge, own), archive=OwnStamper(_stamper(forge.stranger)))


def signature_over_other_bytes(forge: Forge) -> bytes:
    """A stamp of our own authority, but of another signature."""
    own = agency(forge)
    other = OwnStamper(_stamper(forge.pki), other=_OTHER)
    return sealed(forge, own, evidence(forge, own), stamper=other)


def archive_over_other_bytes(forge: Forge) -> bytes:
    """A stamp of our own authority, but of another file."""
    own = agency(forge)
    other = OwnStamper(_stamper(forge.pki), other=_OTHER)
    return sealed(forge, own, evidence(forge, own), archive=other)


def archive_of_the_twin(forge: Forge) -> bytes:
    """The archive time stamp of another paper in the place of the paper's own."""
    start, end = raw.contents(forge.paper)
    held = raw.envelope(forge.twin).rstrip(b"\0")
    digits = held.hex().upper().encode().ljust(end - start, b"0")
    return forge.paper[:start] + digits[: end - start] + forge.paper[end:]


def signature_without(forge: Forge) -> bytes:
    """No stamp on the signature, only on the whole."""
    own = agency(forge)
    return sealed(forge, own, evidence(forge, own), stamped=False)


def in_the_future(forge: Forge) -> bytes:
    """Our own authority's key, whose clock was put forward by ten days."""
    own = agency(forge)
    ahead = OwnStamper(_stamper(forge.pki), at=utc_now() + 10 * _DAY)
    return sealed(forge, own, evidence(forge, own), stamper=ahead, archive=ahead)


def before_its_authority(forge: Forge) -> bytes:
    """Our own authority's key, whose clock was put back before its certificate began."""
    own = agency(forge)
    behind = OwnStamper(_stamper(forge.pki), at=utc_now() - 10 * _DAY)
    return sealed(forge, own, evidence(forge, own), stamper=behind, archive=behind)


def by_a_key_for_signing(forge: Forge) -> bytes:
    """The time root issued the certificate, but not for time stamps."""
    made = _below_root(forge, HOLDER)
    own = agency(forge)
    both = OwnStamper(made)
    return sealed(forge, own, evidence(forge, own), stamper=both, archive=both)


def by_an_office(forge: Forge) -> bytes:
    """The agency stamps for itself."""
    own = agency(forge)
    both = OwnStamper(own)
    return sealed(forge, own, evidence(forge, own), stamper=both, archive=both)


def by_the_root(forge: Forge) -> bytes:
    """The time root stamps with its own key, which is for certificates."""
    own = agency(forge)
    both = OwnStamper(load(PkiFolder(forge.pki.folder).authority_path(Root.TIME)))
    return sealed(forge, own, evidence(forge, own), stamper=both, archive=both)


def of_an_ended_authority(forge: Forge) -> bytes:
    """The time root issued it for stamps, but it ended before the day it stamped."""
    made = _below_root(forge, STAMPER, began=30 * 366 * _DAY)
    own = agency(forge)
    both = OwnStamper(made)
    return sealed(forge, own, evidence(forge, own), stamper=both, archive=both)


def signer_ended(forge: Forge) -> bytes:
    """The agency's certificate ended a year ago."""
    return _of_another_time(forge, -4 * 366 * _DAY)


def signer_not_begun(forge: Forge) -> bytes:
    """The agency's certificate begins next month."""
    return _of_another_time(forge, 30 * _DAY)


def signer_ended_backdated(forge: Forge) -> bytes:
    """The certificate ended, and a foreign authority stamps a day on which it stood."""
    made = _issued(forge, -4 * 366 * _DAY)
    then = OwnStamper(_stamper(forge.stranger), at=utc_now() - 2 * 366 * _DAY)
    return sealed(forge, made, evidence(forge, made), stamper=then)


def _of_another_time(forge: Forge, shift: timedelta) -> bytes:
    made = _issued(forge, shift)
    return sealed(forge, made, evidence(forge, made))


def _issued(forge: Forge, shift: timedelta) -> KeyFile:
    folder = PkiFolder(forge.pki.folder)
    issuer = load(folder.authority_path(Issuer.GOVERNMENT))
    return issue(subject_of(AGENCY), HOLDER, utc_now() + shift, issuer)


def _below_root(forge: Forge, profile: Profile, began: timedelta = timedelta()) -> KeyFile:
    root = load(PkiFolder(forge.pki.folder).authority_path(Root.TIME))
    plain = replace(profile, answers_by=frozenset())
    subject = name((NameOID.COMMON_NAME, "TEST TSA khác"))
    return issue(subject, plain, utc_now() - began, root)


ATTACKS = {
    f"time_{attack.__name__}": attack
    for attack in (
        signature_by_foreign,
        archive_by_foreign,
        signature_over_other_bytes,
        archive_over_other_bytes,
        archive_of_the_twin,
        signature_without,
        in_the_future,
        before_its_authority,
        by_a_key_for_signing,
        by_an_office,
        by_the_root,
        of_an_ended_authority,
        signer_ended,
        signer_not_begun,
        signer_ended_backdated,
    )
}
