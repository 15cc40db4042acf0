"""Refusing a change of a trust store, or taking one's own proposal back: the store stays."""

from uuid import UUID

from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin, wrong
from procedures.acts.call import Call
from procedures.acts.trust import NO_GROUNDS, certificate_row, open_change, told
from procedures.anchors import CertificateReader
from procedures.records.trust import TrustState
from procedures.tags import Tag


def refuse_trust(call: Call, reader: CertificateReader, change_id: UUID, grounds: str) -> None:
    """End the proposal with the grounds; raises `NotLawful` when it is decided already."""
    ensure_admin(call)
    change = open_change(call, change_id)
    if not grounds:
        raise wrong("grounds", NO_GROUNDS)
    change.state = TrustState.REFUSED
    change.decided_at, change.decided_by = call.now, call.actor.person_id
    change.refused_grounds = grounds
    call.db.flush()
    if change.der is not None:
        sha256 = reader.read(change.der).sha256
    else:
        assert change.certificate_id is not None
        sha256 = certificate_row(call, change.certificate_id).sha256
    ledger.append(call, Stream.TRUST, Tag.TRUST_REFUSED, detail=told(change, sha256))
