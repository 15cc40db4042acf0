"""Proposing a change of a trust store: checked and written down; a second person decides."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin, in_turn, wrong
from procedures.acts.call import Call
from procedures.acts.trust import (
    NO_DOCUMENT,
    NO_GROUNDS,
    certificate_row,
    ensure_addable,
    told,
)
from procedures.anchors import CertificateReader, Origin, Store, unfit
from procedures.errors import N_, NotLawful
from procedures.records import TrustCertificate, TrustChange
from procedures.records.trust import TrustKind, TrustState
from procedures.tags import Tag

WAITING = N_("Đã có một đề nghị như vậy đang chờ duyệt.")
LATER = N_("Thời điểm lộ khóa không thể ở tương lai.")
ENDED_ALREADY = N_("Chứng thư này đã thôi được tin cậy từ trước.")


@dataclass(frozen=True, slots=True)
class Ordered:
    """The document that orders a change, and why."""

    document: str
    grounds: str


@dataclass(frozen=True, slots=True)
class NewCertificate:
    """A certificate to take in: `data` is the file as somebody brought it."""

    store: Store
    origin: Origin
    data: bytes


def propose_certificate(
    call: Call, reader: CertificateReader, new: NewCertificate, ordered: Ordered
) -> UUID:
    """Propose to take a certificate in; raises `Incomplete` with the field at fault."""
    _ensure_may(call, ordered)
    found = reader.read(new.data)
    ensure_addable(call, reader, new.store, new.origin, found)
    same = (TrustChange.der == found.der) & (TrustChange.store == new.store)
    if _waits(call, same):
        raise unfit(WAITING)
    change = _change(call, TrustKind.ADD, new.store, ordered)
    change.der, change.origin = found.der, new.origin
    return _kept(call, change, found.sha256)


def propose_end(
    call: Call, certificate_id: UUID, lost_at: datetime | None, ordered: Ordered
) -> UUID:
    """Propose to take a certificate out; `lost_at` says since when its key may be lost.

    One that was only taken out may still be found lost. Raises `Incomplete`, `NotLawful`.
    """
    _ensure_may(call, ordered)
    row = certificate_row(call, certificate_id)
    if lost_at is not None and lost_at > call.now:
        raise wrong("since", LATER)
    _ensure_endable(call, row, lost=lost_at is not None)
    kind = TrustKind.REMOVE if lost_at is None else TrustKind.RETIRE
    change = _change(call, kind, row.store, ordered)
    change.certificate_id, change.lost_at = row.id, lost_at
    return _kept(call, change, row.sha256)


def _ensure_may(call: Call, ordered: Ordered) -> None:
    ensure_admin(call)
    in_turn(call, Stream.TRUST)
    if not ordered.document:
        raise wrong("document", NO_DOCUMENT)
    if not ordered.grounds:
        raise wrong("grounds", NO_GROUNDS)


def _ensure_endable(call: Call, row: TrustCertificate, *, lost: bool) -> None:
    if row.trusted_until is not None and (row.lost_at is not None or not lost):
        raise NotLawful(ENDED_ALREADY)
    if _waits(call, TrustChange.certificate_id == row.id):
        raise NotLawful(WAITING)


def _waits(call: Call, like: ColumnElement[bool]) -> bool:
    waiting = select(TrustChange.id).where(TrustChange.state == TrustState.PROPOSED, like)
    return call.db.scalar(waiting.limit(1)) is not None


def _change(call: Call, kind: TrustKind, store: Store, ordered: Ordered) -> TrustChange:
    assert call.actor.person_id is not None
    return TrustChange(
        kind=kind,
        store=store,
        state=TrustState.PROPOSED,
        document=ordered.document,
        grounds=ordered.grounds,
        proposed_at=call.now,
        proposed_by=call.actor.person_id,
    )


def _kept(call: Call, change: TrustChange, sha256: str) -> UUID:
    call.db.add(change)
    call.db.flush()
    ledger.append(call, Stream.TRUST, Tag.TRUST_PROPOSED, detail=told(change, sha256))
    return change.id
