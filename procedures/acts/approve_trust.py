"""Approving a change of a trust store: a second administrator answers for it, and it happens."""

from uuid import UUID

from sqlalchemy import select

from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin, in_turn
from procedures.acts.call import Call
from procedures.acts.trust import certificate_of, certificate_row, ensure_addable, open_change, told
from procedures.anchors import CertificateReader
from procedures.errors import N_, NotAllowed
from procedures.records import TrustCertificate, TrustChange
from procedures.records.trust import TrustState
from procedures.tags import Tag

FOUR_EYES = N_("Người đề nghị không tự duyệt; hãy nhờ một quản trị viên khác.")


def approve_trust(call: Call, reader: CertificateReader, change_id: UUID) -> None:
    """Carry the proposal out now, for every process.

    Raises `NotAllowed` for whoever proposed it, `NotLawful` when it is decided already,
    `Incomplete` when the certificate has become unfit meanwhile.
    """
    ensure_admin(call)
    in_turn(call, Stream.TRUST)
    change = open_change(call, change_id)
    if change.proposed_by == call.actor.person_id:
        raise NotAllowed(FOUR_EYES)
    change.state = TrustState.APPROVED
    change.decided_at, change.decided_by = call.now, call.actor.person_id
    # The database takes no change of a store but by an approved proposal.
    call.db.flush()
    sha256 = _add(call, reader, change) if change.der else _end(call, reader, change)
    ledger.append(call, Stream.TRUST, Tag.TRUST_APPROVED, detail=told(change, sha256))


def _add(call: Call, reader: CertificateReader, change: TrustChange) -> str:
    assert change.der is not None
    assert change.origin is not None
    found = reader.read(change.der)
    ensure_addable(call, reader, change.store, change.origin, found)
    row = certificate_of(found, change.store, change.origin, call.now)
    row.added_by = change.id
    call.db.add(row)
    call.db.flush()
    return found.sha256


def _end(call: Call, reader: CertificateReader, change: TrustChange) -> str:
    assert change.certificate_id is not None
    first = certificate_row(call, change.certificate_id)
    for row in (first, *_below(call, reader, first)):
        if row.trusted_until is None:
            row.trusted_until = call.now
        elif change.lost_at is None or row.lost_at is not None:
            continue
        row.ended_by = change.id
        if change.lost_at is not None:
            row.lost_at = min(change.lost_at, row.trusted_until)
    call.db.flush()
    return first.sha256


def _below(
    call: Call, reader: CertificateReader, above: TrustCertificate
) -> list[TrustCertificate]:
    """Everything in the store that leads up to it: without it, that leads nowhere."""
    rest = list(
        call.db.scalars(
            select(TrustCertificate)
            .where(TrustCertificate.store == above.store, TrustCertificate.is_root.is_(False))
            .with_for_update()
        )
    )
    found, open_ones = list[TrustCertificate](), [above]
    while open_ones:
        one = open_ones.pop()
        below = [row for row in rest if row is not above and reader.issued(one.der, row.der)]
        rest = [row for row in rest if row not in below]
        found += below
        open_ones += below
    return found
