"""Fetches the authorities' lists of revoked certificates; believes none that they did not sign."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from procedures.anchors import IssuedList, Store
from procedures.errors import N_, NotAllowed, Unavailable
from procedures.papers.authorities import Authorities
from procedures.papers.examination import CLOCKS_DIFFER
from procedures.papers.identity import holder_name
from procedures.papers.news import authority_id, bulletin_of
from procedures.papers.revocation import list_addresses
from procedures.papers.stamps import HttpStamper
from procedures.papers.trust import Trust, TrustStore

PATIENCE_SECONDS = 15.0
UNREADABLE = N_("Nội dung nhận được không phải danh sách chứng thư bị thu hồi (CRL) đầy đủ.")
FOREIGN = N_(
    "Danh sách không do tổ chức nào trong kho tin cậy ký. Hãy kiểm tra kho tin cậy có đủ chứng thư "
    "của tổ chức cấp phát."
)
FROM_THE_FUTURE = N_("Danh sách ghi thời điểm lập ở tương lai. Hãy kiểm tra đồng hồ của máy chủ.")
_UNDERSTOOD = frozenset({ExtensionOID.ISSUING_DISTRIBUTION_POINT})


class ListDesk:
    """Implements `procedures.ports.Lists` for the government's and the time authorities."""

    def __init__(self, trust: Trust, authorities: Authorities, now: Callable[[], datetime]) -> None:
        self._stores = {Store.GOVERNMENT: trust.government, Store.TIME: trust.time}
        self._authorities = authorities
        self._now = now
        self._wire = replace(authorities.wire(), timeout_seconds=PATIENCE_SECONDS, tries=1)

    def addresses(self) -> Sequence[tuple[Store, str]]:
        """Where the lists are that stand for what is in the stores, and for who stamps today."""
        found = [
            (name, address)
            for name, store in self._stores.items()
            for member in _members(store, self._now())
            for address in list_addresses(member)
        ]
        found += [(Store.TIME, one) for held in self._stampers() for one in list_addresses(held)]
        return list(dict.fromkeys(found))

    def fetch(self, store: Store, address: str) -> IssuedList:
        """The list that is there now; raises `Unavailable`, or `NotAllowed` for a foreign one."""
        data = self._wire.get(address)
        try:
            listed = x509.load_der_x509_crl(data)
            bulletin = bulletin_of(listed)
            understood = all(
                one.oid in _UNDERSTOOD for one in listed.extensions if one.critical
            ) and not _is_indirect(listed)
        except ValueError as fault:
            raise NotAllowed(UNREADABLE) from fault
        if not understood:
            raise NotAllowed(UNREADABLE)
        if bulletin.this_update > self._now() + CLOCKS_DIFFER:
            raise NotAllowed(FROM_THE_FUTURE)
        signer = self._signer(store, listed)
        return IssuedList(
            data=data,
            issuer=holder_name(signer),
            authority=authority_id(signer),
            this_update=bulletin.this_update,
            next_update=bulletin.next_update,
            entries=len(bulletin.entries),
        )

    def _signer(self, store: Store, listed: x509.CertificateRevocationList) -> Certificate:
        for member in _members(self._stores[store], self._now()):
            plain = x509.load_der_x509_certificate(member.dump())
            with suppress(TypeError, ValueError):
                key = plain.public_key()
                if plain.subject == listed.issuer and listed.is_signature_valid(key):  # type: ignore[arg-type]
                    return member
        raise NotAllowed(FOREIGN)

    def _stampers(self) -> Iterator[Certificate]:
        wire = self._authorities.wire()
        for authority in self._authorities.time:
            with suppress(Unavailable):
                yield HttpStamper(wire, (authority,), self._now).certificates()[0]


def _members(store: TrustStore, now: datetime) -> Sequence[Certificate]:
    standing = store.at(now)
    return (*standing.anchors, *standing.intermediates)


def _is_indirect(listed: x509.CertificateRevocationList) -> bool:
    """Whether it may tell of other authorities' certificates, or for some reasons alone."""
    try:
        found = listed.extensions.get_extension_for_class(x509.IssuingDistributionPoint)
    except x509.ExtensionNotFound:
        return False
    return found.value.indirect_crl or found.value.only_some_reasons is not None
