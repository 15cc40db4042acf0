"""Taking in the test PKI at set-up: its certificates are rows like any others, marked as test."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin, in_turn
from procedures.acts.call import Call
from procedures.acts.trust import certificate_of
from procedures.anchors import Certificate, Origin, Store
from procedures.records import TrustCertificate
from procedures.tags import Tag


def set_up_trust(call: Call, found: Mapping[Store, Iterable[Certificate]]) -> int:
    """Keep what no store has had yet, and say how many that were; again, it changes nothing.

    What was taken out by two people stays out, and a store with real certificates takes none.
    """
    ensure_admin(call)
    in_turn(call, Stream.TRUST)
    made = [
        certificate_of(certificate, store, Origin.TEST, call.now)
        for store, certificates in found.items()
        if not _is_real(call, store)
        for certificate in certificates
        if not _is_known(call, store, certificate)
    ]
    call.db.add_all(made)
    call.db.flush()
    if made:
        detail = {"certificates": [f"{row.store}:{row.sha256}" for row in made]}
        ledger.append(call, Stream.TRUST, Tag.TRUST_SET_UP, detail=detail)
    return len(made)


def _is_real(call: Call, store: Store) -> bool:
    real = select(TrustCertificate.id).where(
        TrustCertificate.store == store, TrustCertificate.origin == Origin.REAL
    )
    return call.db.scalar(real.limit(1)) is not None


def _is_known(call: Call, store: Store, certificate: Certificate) -> bool:
    known = select(TrustCertificate.id).where(
        TrustCertificate.store == store, TrustCertificate.sha256 == certificate.sha256
    )
    return call.db.scalar(known.limit(1)) is not None
