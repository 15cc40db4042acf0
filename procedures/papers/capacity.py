"""In what capacity a certificate signs: by a person's own hand, or with an agency's seal.

The public-service authority certifies persons and agencies apart (NĐ 68/2024/NĐ-CP), and a subject
tells which it is where it follows ETSI EN 319 412-2 (persons) or 412-3 (bodies), or as Vietnamese
authorities write it. What a subject does not tell, the register of keys may.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from asn1crypto.x509 import Certificate

from procedures.errors import N_
from procedures.papers.identity import holder_name
from procedures.papers.seal_fields import AGENCY_FIELD, ANNEX_FIELD, LEADER_FIELD


class Capacity(StrEnum):
    """Whose will a signature is."""

    PERSON = "person"
    AGENCY = "agency"


CAPACITY_OF: Mapping[str, Capacity] = MappingProxyType(
    {
        LEADER_FIELD: Capacity.PERSON,
        AGENCY_FIELD: Capacity.AGENCY,
        ANNEX_FIELD: Capacity.AGENCY,
    }
)
"""Who signs in each field of a paper."""
OTHER_CAPACITY = N_(
    "Kho khóa khai khóa cá nhân cho con dấu, khóa con dấu cho người ký, hoặc một khóa cho cả hai. "
    "Hãy khai lại đúng khóa rồi chạy lại."
)
_OF_A_PERSON = frozenset({"title", "given_name", "surname", "pseudonym"})
_NUMBER_OF_A_PERSON = re.compile(r"\b(?:(?:CCCD|CMND)\s*:|(?:PNO|PAS|IDC)[A-Z]{2}-)")


def capacity_of(certificate: Certificate) -> Capacity | None:
    """What the subject tells; None where it tells nothing.

    A person's certificate may name the agency as well, so marks of a person weigh more.
    """
    parts: Mapping[str, str | Sequence[str]] = certificate.subject.native
    numbers = " ".join((*_values(parts, "user_id"), *_values(parts, "serial_number")))
    if not _OF_A_PERSON.isdisjoint(parts) or _NUMBER_OF_A_PERSON.search(numbers):
        return Capacity.PERSON
    bodies = {_plain(one) for one in _values(parts, "organization_name")}
    named = {_plain(one) for one in _values(parts, "common_name")}
    if "organization_identifier" in parts or bodies & named:
        return Capacity.AGENCY
    return None


def fits(certificate: Certificate, field: str) -> bool:
    """Whether the certificate may sign in the field, as far as it tells."""
    wanted = CAPACITY_OF.get(field)
    told = capacity_of(certificate)
    return wanted is None or told is None or told is wanted


def twice_used(signed: Iterable[tuple[str, Certificate]]) -> bool:
    """Whether one certificate signed in two fields of a paper: a person is not their agency."""
    own = [certificate.sha256 for field, certificate in signed if field in CAPACITY_OF]
    return len(set(own)) < len(own)


def bears(certificate: Certificate, name: str) -> bool:
    """Whether the holder is called so."""
    return _plain(holder_name(certificate)) == _plain(name)


def _values(parts: Mapping[str, str | Sequence[str]], key: str) -> Sequence[str]:
    found = parts.get(key, ())
    return (found,) if isinstance(found, str) else found


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
