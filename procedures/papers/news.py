"""What the authorities' newest lists of revoked certificates say, each read once and then kept.

A file carries what proved its signers good on the day it was sealed. Only newer lists tell that a
certificate had been revoked by then already, or was later.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from types import MappingProxyType

from asn1crypto.x509 import Certificate
from cryptography import x509

from procedures.anchors import CertificateStanding

_ORDERLY = frozenset(
    {
        x509.ReasonFlags.unspecified,
        x509.ReasonFlags.affiliation_changed,
        x509.ReasonFlags.superseded,
        x509.ReasonFlags.cessation_of_operation,
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A certificate on a list, and since when it is revoked.

    `final`: not only suspended. `orderly`: its key was not lost, and the list says so; what a time
    authority stamped before then stays good (RFC 3161, section 4).
    """

    since: datetime
    final: bool
    orderly: bool


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One list: when it was made, when the next was due, and its entries by serial number."""

    this_update: datetime
    next_update: datetime
    entries: Mapping[int, Entry]


@dataclass(frozen=True, slots=True)
class News:
    """The lists in hand by the authority that signed them (`authority_id`)."""

    lists: Mapping[str, Sequence[Bulletin]] = field(default_factory=lambda: MappingProxyType({}))

    def entry(self, subject: Certificate, issuer: Certificate, now: datetime) -> Entry | None:
        """How the newest list of the issuer that names the certificate has it; None: by none.

        A revocation is final, however old the list that tells of it; a suspension may have been
        lifted since, so one in a list that is overdue says nothing.
        """
        told = [
            (one.this_update, found)
            for one in self._of(issuer)
            if (found := one.entries.get(subject.serial_number))
            and (found.final or one.next_update > now)
        ]
        return max(told, key=lambda one: one[0])[1] if told else None

    def spoils(
        self, path: Iterable[Certificate], proven: datetime, now: datetime, claimed: datetime
    ) -> bool:
        """Whether a certificate of the path was revoked at the time that is proven.

        Of a stamper that left in good order, the time that its own stamp claims will do.
        """
        return any(
            entry.since <= (claimed if entry.orderly else proven)
            for issuer, subject in pairwise(path)
            if (entry := self.entry(subject, issuer, now)) is not None
        )

    def standing(self, path: Sequence[Certificate], now: datetime) -> CertificateStanding | None:
        """What is known of the path's last certificate; None without a list of its issuer."""
        if len(path) < 2:  # noqa: PLR2004 - an issuer and a subject
            return None
        lists = self._of(path[-2])
        if not lists:
            return None
        newest = max(lists, key=lambda one: one.this_update)
        entry = self.entry(path[-1], path[-2], now)
        return CertificateStanding(
            as_of=newest.this_update,
            fresh=newest.next_update > now,
            revoked_at=entry.since if entry is not None else None,
        )

    def _of(self, issuer: Certificate) -> Sequence[Bulletin]:
        return self.lists.get(authority_id(issuer), ()) if self.lists else ()


def authority_id(certificate: Certificate) -> str:
    """One for an authority's name and key, whichever of its certificates it is; hexadecimal."""
    told = certificate.subject.dump() + certificate.public_key.dump()
    return hashlib.sha256(told).hexdigest()


def read_bulletin(data: bytes) -> Bulletin:
    """A list (DER) whose signature was checked before; raises ValueError for what is none."""
    return bulletin_of(x509.load_der_x509_crl(data))


def bulletin_of(found: x509.CertificateRevocationList) -> Bulletin:
    """What a list says; raises ValueError for one that does not say until when."""
    if found.next_update_utc is None:
        raise ValueError("a list without an end")
    return Bulletin(
        this_update=found.last_update_utc,
        next_update=found.next_update_utc,
        entries={one.serial_number: _entry(one) for one in found},
    )


def _entry(revoked: x509.RevokedCertificate) -> Entry:
    reason = None
    if len(revoked.extensions):
        with suppress(x509.ExtensionNotFound):
            reason = revoked.extensions.get_extension_for_class(x509.CRLReason).value.reason
    return Entry(
        since=revoked.revocation_date_utc,
        final=reason is not x509.ReasonFlags.certificate_hold,
        orderly=reason in _ORDERLY,
    )
