"""The test authorities: one tree for citizens, one for public service, one for time.

The trees never meet: what a citizen's authority signs can never pass for an office's paper
(Luật Giao dịch điện tử 20/2023/QH15, Điều 22). Every name says TEST.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from procedures.papers.pki_folder import KeyFile, PkiFolder, load, store, write_atomically
from procedures.papers.pki_issue import (
    ISSUING,
    RESPONDER,
    ROOT,
    STAMPER,
    Addresses,
    Profile,
    issue,
    name,
)

TEST_UNIT = "TEST - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
DEFAULT_BASE = "http://127.0.0.1:8318"


class Root(StrEnum):
    """The three trust anchors; a store of trust holds exactly one."""

    CITIZENS = "cong-dan-root"
    GOVERNMENT = "cong-vu-root"
    TIME = "thoi-gian-root"


class Issuer(StrEnum):
    """The authorities that issue certificates to people, offices and the time stamper."""

    CITIZENS = "cong-dan-ca"
    GOVERNMENT = "cong-vu-ca"


STAMPER_NAME = "thoi-gian-tsa"


@dataclass(frozen=True, slots=True)
class _Member:
    file: str
    title: str
    profile: Profile
    issuer: str | None = None


_MEMBERS = (
    _Member(Root.CITIZENS, "TEST CA công dân", ROOT),
    _Member(Issuer.CITIZENS, "TEST CA công dân - cấp phát", ISSUING, Root.CITIZENS),
    _Member("cong-dan-ocsp", "TEST CA công dân - OCSP", RESPONDER, Issuer.CITIZENS),
    _Member(Root.GOVERNMENT, "TEST CA công vụ", ROOT),
    _Member(Issuer.GOVERNMENT, "TEST CA công vụ - cấp phát", ISSUING, Root.GOVERNMENT),
    _Member("cong-vu-ocsp", "TEST CA công vụ - OCSP", RESPONDER, Issuer.GOVERNMENT),
    _Member(Root.TIME, "TEST CA dấu thời gian", ROOT),
    _Member("thoi-gian-ocsp", "TEST CA dấu thời gian - OCSP", RESPONDER, Root.TIME),
    _Member(STAMPER_NAME, "TEST TSA dấu thời gian", STAMPER, Root.TIME),
)

RESPONDER_OF: Mapping[str, str] = MappingProxyType(
    {
        Issuer.CITIZENS: "cong-dan-ocsp",
        Issuer.GOVERNMENT: "cong-vu-ocsp",
        Root.TIME: "thoi-gian-ocsp",
    }
)
STORES = {
    "government": (Root.GOVERNMENT, Issuer.GOVERNMENT),
    "citizens": (Root.CITIZENS, Issuer.CITIZENS),
    "time": (Root.TIME,),
}
AUTHORITIES = tuple(m.file for m in _MEMBERS if m.profile.authority)


def base_address(folder: PkiFolder) -> str:
    """The base address written into the certificates; raises FileNotFoundError before set-up."""
    return folder.address_path.read_text("ascii").strip()


def establish(folder: PkiFolder, now: datetime, base: str = DEFAULT_BASE) -> None:
    """Create what is missing of the three trees; what exists stays byte for byte."""
    with folder.lock():
        if not folder.address_path.exists():
            write_atomically(folder.address_path, base.encode("ascii"), private=False)
        address = base_address(folder)
        for member in _MEMBERS:
            if not folder.authority_path(member.file).exists():
                _create(folder, member, now, address)
        for store_name, members in STORES.items():
            _publish(folder, store_name, members)


def _create(folder: PkiFolder, member: _Member, now: datetime, base: str) -> None:
    subject = _subject(member.title)
    if member.issuer is None:
        made = issue(subject, member.profile, now)
    else:
        issuer = load(folder.authority_path(member.issuer))
        made = issue(subject, member.profile, now, issuer, Addresses(base, member.issuer))
        record(folder, member.issuer, made)
    store(folder.authority_path(member.file), made)


def _subject(title: str) -> x509.Name:
    return name(
        (NameOID.ORGANIZATION_NAME, "TEST PKI"),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, TEST_UNIT),
        (NameOID.COMMON_NAME, title),
    )


def _publish(folder: PkiFolder, store_name: str, members: Iterable[str]) -> None:
    path = folder.trust_path(store_name)
    if not path.exists():
        certificates = (load(folder.authority_path(member)).certificate for member in members)
        pem = b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates)
        write_atomically(path, pem, private=False)


def record(folder: PkiFolder, issuer: str, made: KeyFile) -> None:
    """Tell the issuer's responder that it issued this certificate."""
    path = folder.issued_path(issuer, made.certificate.serial_number)
    write_atomically(path, made.certificate.public_bytes(Encoding.DER), private=False)


def newest_stamper(folder: PkiFolder) -> str:
    """The file of the time stamper that stamps now."""
    return _stamper_name(_stampers(folder))


def rotate_stamper(folder: PkiFolder, now: datetime, years: int = STAMPER.years) -> KeyFile:
    """A time stamper with a key of its own takes over; the earlier ones keep their certificates."""
    with folder.lock():
        number = _stampers(folder) + 1
        subject = _subject(f"TEST TSA dấu thời gian {number}")
        issuer = load(folder.authority_path(Root.TIME))
        addresses = Addresses(base_address(folder), Root.TIME)
        made = issue(subject, replace(STAMPER, years=years), now, issuer, addresses)
        record(folder, Root.TIME, made)
        store(folder.authority_path(_stamper_name(number)), made)
        return made


def _stampers(folder: PkiFolder) -> int:
    number = 1
    while folder.authority_path(_stamper_name(number + 1)).exists():
        number += 1
    return number


def _stamper_name(number: int) -> str:
    return STAMPER_NAME if number == 1 else f"{STAMPER_NAME}-{number}"


def revoke(folder: PkiFolder, issuer: str, certificate: x509.Certificate, now: datetime) -> None:
    """Put the certificate on the issuer's list; the responder says so from the next question."""
    path = folder.revoked_folder(issuer) / f"{certificate.serial_number:x}"
    write_atomically(path, now.isoformat().encode("ascii"), private=False)
