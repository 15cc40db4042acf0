"""The trust stores as an administrator sees them: who vouches for each, what rests on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, literal, select
from sqlalchemy.orm import Session, aliased

from procedures.anchors import Origin, Store
from procedures.records import Declaration, Paper, Person, TrustCertificate, TrustChange
from procedures.records.declaration import DeclarationState
from procedures.records.paper import PaperState
from procedures.records.trust import TrustState

AHEAD = timedelta(days=270)
"""A root takes many months to replace: whoever relies on it must learn of the new one first."""
MOST_RESTING = 10_000
MOST_CHANGES = 200

_Added, _Ended = aliased(TrustChange), aliased(TrustChange)
_Asker, _Decider = aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True)
class CertificateItem:
    """A certificate of a store; `document` ordered it, `proposed_by` and `approved_by` vouch.

    Both names are empty for what the set-up brought. `lost_at`: its key may be lost since then.
    """

    id: UUID
    store: Store
    origin: Origin
    is_root: bool
    der: bytes
    sha256: str
    name: str
    subject: str
    not_before: datetime
    not_after: datetime
    trusted_from: datetime
    trusted_until: datetime | None
    lost_at: datetime | None
    document: str
    ended_document: str
    proposed_by: str
    approved_by: str

    def standing(self, now: datetime) -> str:
        """lost, removed, expired, ending or sound."""
        if self.trusted_until is not None:
            return "lost" if self.lost_at is not None else "removed"
        if self.not_after <= now:
            return "expired"
        return "ending" if self.not_after - now < AHEAD else "sound"


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """A change as it was proposed and decided; `der` is what it adds, or what it ends."""

    id: UUID
    kind: str
    state: str
    store: Store
    origin: Origin | None
    der: bytes
    certificate_id: UUID | None
    lost_at: datetime | None
    document: str
    grounds: str
    proposed_at: datetime
    proposed_by: str
    proposed_by_id: UUID
    decided_at: datetime | None
    decided_by: str
    refused_grounds: str


@dataclass(frozen=True, slots=True)
class Resting:
    """What may rest on a certificate, each counted to `MOST_RESTING`; `since` its loss apart."""

    papers: int
    declarations: int
    papers_since: int


@dataclass(frozen=True, slots=True)
class EndingCertificate:
    """One that vouches today and expires soon, or has."""

    id: UUID
    name: str
    not_after: datetime


@dataclass(frozen=True, slots=True)
class TrustConcerns:
    """Certificates near their end, and how many proposals wait for a second person."""

    ending: tuple[EndingCertificate, ...]
    proposals: int


def certificates(db: Session, at: datetime | None = None) -> tuple[CertificateItem, ...]:
    """All that the stores had at a moment, or have ever had; roots first, by name."""
    cert = TrustCertificate
    query = _certificates().order_by(cert.is_root.desc(), cert.name, cert.trusted_from)
    if at is not None:
        over = cert.trusted_until
        query = query.where(cert.trusted_from <= at, over.is_(None) | (over > at))
    return tuple(_certificate(row) for row in db.execute(query))


def certificate(db: Session, key: UUID) -> CertificateItem | None:
    """One certificate."""
    row = db.execute(_certificates().where(TrustCertificate.id == key)).first()
    return _certificate(row) if row else None


def trust_concerns(db: Session, now: datetime) -> TrustConcerns:
    """What of the stores needs an administrator, in one question."""
    cert = TrustCertificate
    waiting = select(TrustChange.id).where(TrustChange.state == TrustState.PROPOSED)
    number = select(func.count()).select_from(waiting.limit(MOST_CHANGES).subquery())
    soon = cert.trusted_until.is_(None) & (cert.not_after < now + AHEAD)
    one = select(literal(1).label("one")).subquery()
    rows = db.execute(
        select(number.scalar_subquery(), cert.id, cert.name, cert.not_after)
        .select_from(one.outerjoin(cert, soon))
        .order_by(cert.not_after)
    ).all()
    ending = tuple(EndingCertificate(*row[1:]) for row in rows if row[1] is not None)
    return TrustConcerns(ending, rows[0][0])


def first_end_of_trust(db: Session) -> datetime | None:
    """When the first of the trusted certificates expires."""
    cert = TrustCertificate
    return db.scalar(select(func.min(cert.not_after)).where(cert.trusted_until.is_(None)))


def changes(db: Session, *, waiting: bool) -> tuple[ChangeItem, ...]:
    """The proposals that wait for a second person, or what was decided, the newest first."""
    open_ones = TrustChange.state == TrustState.PROPOSED
    query = _changes().where(open_ones if waiting else ~open_ones)
    rows = db.execute(query.order_by(TrustChange.proposed_at.desc()).limit(MOST_CHANGES))
    return tuple(_change(row) for row in rows)


def change(db: Session, key: UUID) -> ChangeItem | None:
    """One change."""
    row = db.execute(_changes().where(TrustChange.id == key)).first()
    return _change(row) if row else None


def resting(
    db: Session, store: Store, not_before: datetime, lost_at: datetime | None = None
) -> Resting:
    """At most so much rests on a certificate of the store, by when it was made."""
    issued = select(Paper.id).where(Paper.state == PaperState.ISSUED, Paper.issued_at >= not_before)
    signed = select(Declaration.id).where(
        Declaration.state == DeclarationState.SIGNED, Declaration.created_at >= not_before
    )
    papers = store is not Store.CITIZENS
    return Resting(
        papers=_count(db, issued) if papers else 0,
        declarations=_count(db, signed) if store is not Store.GOVERNMENT else 0,
        papers_since=(
            _count(db, issued.where(Paper.issued_at >= lost_at)) if papers and lost_at else 0
        ),
    )


def _count(db: Session, query: Select[Any]) -> int:
    bounded = query.limit(MOST_RESTING).subquery()
    return db.scalar(select(func.count()).select_from(bounded)) or 0


def _certificates() -> Select[*tuple[Any, ...]]:
    cert = TrustCertificate
    return (
        select(cert, _Added.document, _Ended.document, _Asker.full_name, _Decider.full_name)
        .outerjoin(_Added, _Added.id == cert.added_by)
        .outerjoin(_Ended, _Ended.id == cert.ended_by)
        .outerjoin(_Asker, _Asker.id == _Added.proposed_by)
        .outerjoin(_Decider, _Decider.id == _Added.decided_by)
    )


def _certificate(row: Row[*tuple[Any, ...]]) -> CertificateItem:
    cert, document, ended, asker, decider = row
    return CertificateItem(
        id=cert.id,
        store=cert.store,
        origin=cert.origin,
        is_root=cert.is_root,
        der=cert.der,
        sha256=cert.sha256,
        name=cert.name,
        subject=cert.subject,
        not_before=cert.not_before,
        not_after=cert.not_after,
        trusted_from=cert.trusted_from,
        trusted_until=cert.trusted_until,
        lost_at=cert.lost_at,
        document=document or "",
        ended_document=ended or "",
        proposed_by=asker or "",
        approved_by=decider or "",
    )


def _changes() -> Select[*tuple[Any, ...]]:
    return (
        select(TrustChange, TrustCertificate.der, _Asker.full_name, _Decider.full_name)
        .outerjoin(TrustCertificate, TrustCertificate.id == TrustChange.certificate_id)
        .join(_Asker, _Asker.id == TrustChange.proposed_by)
        .outerjoin(_Decider, _Decider.id == TrustChange.decided_by)
    )


def _change(row: Row[*tuple[Any, ...]]) -> ChangeItem:
    made, ended_der, asker, decider = row
    return ChangeItem(
        id=made.id,
        kind=made.kind.value,
        state=made.state.value,
        store=made.store,
        origin=made.origin,
        der=made.der or ended_der,
        certificate_id=made.certificate_id,
        lost_at=made.lost_at,
        document=made.document,
        grounds=made.grounds,
        proposed_at=made.proposed_at,
        proposed_by=asker,
        proposed_by_id=made.proposed_by,
        decided_at=made.decided_at,
        decided_by=decider or "",
        refused_grounds=made.refused_grounds,
    )
