"""The trust stores as the records have them: whom verifiers and signers believe."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procedures.anchors import Origin, Trusted, is_marked_test
from procedures.papers.trust import Trust, trust_of
from procedures.records import TrustCertificate

Edition = tuple[int, int, int]


def edition(db: Session) -> Edition:
    """Another one after every change: rows are never deleted, and an end is written once."""
    cert = TrustCertificate
    found, ended, lost = db.execute(
        select(func.count(), func.count(cert.trusted_until), func.count(cert.lost_at))
    ).one()
    return found, ended, lost


def trust(db: Session, *, test: bool) -> Trust:
    """The three stores with the ends of what was taken out; without `test` only what is real."""
    rows = db.scalars(select(TrustCertificate).order_by(TrustCertificate.trusted_from))
    return trust_of(_trusted(row) for row in rows if test or not _is_test(row))


def test_certificate(db: Session) -> str | None:
    """The name of a certificate that is for trying out, be it taken out since; None: all real."""
    return next((row.name for row in db.scalars(select(TrustCertificate)) if _is_test(row)), None)


def _is_test(row: TrustCertificate) -> bool:
    return row.origin is Origin.TEST or is_marked_test(row.subject)


def _trusted(row: TrustCertificate) -> Trusted:
    return Trusted(
        store=row.store,
        der=row.der,
        is_root=row.is_root,
        until=row.ends,
        compromised=row.lost_at is not None,
    )
