"""Stamping the evidence of signature checks again before its newest time stamp ages.

As with papers the sweep orders and each renewal is an effect. The declaration goes on naming its
evidence as it was first; an edition is a row beside it and an entry of the declaration's ledger,
which tells since when it is kept. Nothing is locked while authorities are asked: of two that come
at once the second finds the edition there already, and is undone.
"""

from uuid import UUID

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.renewing import (
    due_now,
    ensure_better,
    facts_of,
    gave_up,
    order,
    wants_renewal,
)
from procedures.acts.signers import note
from procedures.effects import RestampEvidence
from procedures.ports import ArchiveStamp, BlobStore, SignatureCheck
from procedures.preservation import Policy
from procedures.records import Declaration, EvidenceStamp
from procedures.records.editions import newest_of_evidence
from procedures.tags import Tag

CHECKED = "checked"


def order_evidence_restamps(call: Call, policy: Policy) -> int:
    """Promise the next batch of renewals that are due; none while earlier ones still wait.

    Due is evidence that ages, or of which nobody noted yet what it rests on. One whose renewal
    failed for good waits for an administrator.
    """
    editions = select(EvidenceStamp.evidence).where(
        EvidenceStamp.evidence == Declaration.evidence_sha256
    )
    ageing = editions.where(wants_renewal(EvidenceStamp, policy, call))
    wanted = select(Declaration.id).where(
        Declaration.evidence_sha256.is_not(None),
        ~editions.exists() | ageing.exists(),
        ~gave_up(RestampEvidence, Declaration.id),
    )
    return order(call, RestampEvidence, wanted.order_by(Declaration.created_at, Declaration.id))


def restamp_evidence(
    call: Call, checker: SignatureCheck, blobs: BlobStore, policy: Policy, declaration_id: UUID
) -> None:
    """Give the declaration's evidence one more time stamp when that is due.

    Raises what `SignatureCheck.stamp_again` does, and `NotLawful` for a stamp that is no better.
    """
    declaration = call.db.get(Declaration, declaration_id)
    if declaration is None or declaration.evidence_sha256 is None:
        return
    assert declaration.signed_sha256 is not None
    evidence = declaration.evidence_sha256
    note_evidence(call, checker, evidence, blobs.get(evidence))
    newest = newest_of_evidence(call.db, evidence)
    why = due_now(newest, policy, call)
    if newest is None or why is None:
        return
    renewed = checker.stamp_again(blobs.get(declaration.signed_sha256), blobs.get(newest.sha256))
    stamp = ensure_better(checker.newest_stamp(renewed), policy, call)
    row = _row(call, (evidence, newest.ordinal + 1), blobs.put(renewed), stamp)
    row.before_sha256, row.reason = newest.sha256, why.reason.value
    call.db.add(row)
    call.db.flush()
    note(
        call,
        declaration,
        Tag.EVIDENCE_RESTAMPED,
        sha256=declaration.signed_sha256,
        evidence=row.sha256,
        before=newest.sha256,
        reason=row.reason,
    )


def note_evidence(call: Call, checker: SignatureCheck, evidence: str, data: bytes) -> None:
    """What evidence as it was first rests on, its digest and bytes; once."""
    if newest_of_evidence(call.db, evidence) is None:
        call.db.add(_row(call, (evidence, 0), evidence, checker.newest_stamp(data)))
        call.db.flush()


def _row(call: Call, edition: tuple[str, int], sha256: str, stamp: ArchiveStamp) -> EvidenceStamp:
    """The row of an edition, as of a check unless the caller says otherwise; not added yet."""
    return EvidenceStamp(
        evidence=edition[0],
        ordinal=edition[1],
        sha256=sha256,
        before_sha256=None,
        reason=CHECKED,
        **facts_of(stamp, call),
    )
