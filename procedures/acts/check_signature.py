"""The worker's part of signing a declaration: its time stamp, the verdict, and what that rests on.

The authorities are asked before anything is locked, so nobody's page waits for one that is silent;
then the row is looked at again. Each thing won is kept: a try that comes later goes on from there.
"""

from uuid import UUID

from sqlalchemy import func, select

from procedures.acts.call import Call
from procedures.acts.restamp_evidence import note_evidence
from procedures.acts.signers import note, settle, signers_of
from procedures.effects import Again
from procedures.errors import Unavailable
from procedures.ports import BlobStore, Checked, Outcome, SignatureCheck, Verdict
from procedures.records import Declaration, LedgerEntry, Signing
from procedures.records.base import Json
from procedures.records.declaration import DeclarationState
from procedures.tags import Tag

GENUINE = "genuine"
OTHER_SIGNER = "signer-not-applicant"
LOCKED = "locked-by-signature"
SHORTEST_PAUSE = 20.0
LONGEST_PAUSE = 600.0
"""Seconds until an authority that was silent is asked again: a quarter of the time waited so far.

A signature waits for as long as it takes, and many that wait do not keep the worker from others.
"""


def check_signature(
    call: Call, checker: SignatureCheck, blobs: BlobStore, declaration_id: UUID
) -> Again | None:
    """Judge the file handed in; None when there is nothing (more) to judge.

    A signature made through us gets its time stamp first (PAdES B-T). While an authority is silent
    the declaration goes on waiting, and the act says when to look again.
    """
    waiting = call.db.get(Declaration, declaration_id)
    if waiting is None or waiting.state is not DeclarationState.CHECKING:
        return None
    assert waiting.signed_sha256 is not None
    assert waiting.printed_sha256 is not None
    handed_in = file = waiting.signed_sha256
    try:
        file = _stamped(call, checker, blobs, waiting)
        checked = checker.check(blobs.get(file), original=blobs.get(waiting.printed_sha256))
    except Unavailable as silence:
        declaration = _still_waiting(call, declaration_id, handed_in)
        if declaration is None:
            return None
        declaration.signed_sha256 = file
        return Again(_pause(call, declaration_id), silence.msgid)
    declaration = _still_waiting(call, declaration_id, handed_in)
    if declaration is not None:
        declaration.signed_sha256 = file
        _conclude(call, declaration, checker, checked, blobs)
    return None


def _pause(call: Call, declaration_id: UUID) -> float:
    handed_in = call.db.scalar(
        select(func.max(LedgerEntry.at)).where(
            LedgerEntry.stream == f"declaration:{declaration_id}",
            LedgerEntry.tag == Tag.DECLARATION_SIGNED.value,
        )
    )
    waited = (call.now - handed_in).total_seconds() if handed_in else 0.0
    return min(max(waited / 4, SHORTEST_PAUSE), LONGEST_PAUSE)


def _stamped(
    call: Call, checker: SignatureCheck, blobs: BlobStore, declaration: Declaration
) -> str:
    """The address of the file; of one that was finished here, with its signature's time stamp."""
    assert declaration.signed_sha256 is not None
    signing = call.db.scalar(
        select(Signing).where(
            Signing.declaration_id == declaration.id,
            Signing.finished_sha256 == declaration.signed_sha256,
        )
    )
    if signing is None:
        return declaration.signed_sha256
    region = signing.region_start, signing.region_end
    return blobs.put(checker.stamp(blobs.get(declaration.signed_sha256), region))


def _still_waiting(call: Call, declaration_id: UUID, handed_in: str) -> Declaration | None:
    """The declaration, locked, if the same file waits for its verdict as before the questions."""
    found = call.db.get(Declaration, declaration_id, with_for_update=True, populate_existing=True)
    if found is None or found.state is not DeclarationState.CHECKING:
        return None
    return found if found.signed_sha256 == handed_in else None


def _conclude(
    call: Call,
    declaration: Declaration,
    checker: SignatureCheck,
    checked: Checked,
    blobs: BlobStore,
) -> None:
    verdict = checked.verdict
    reason = reason_of(call, declaration, verdict)
    declaration.state = _state_after(call, declaration, verdict, reason)
    if reason == GENUINE:
        declaration.accepted_sha256 = declaration.signed_sha256
    evidence = blobs.put(checked.evidence) if checked.evidence else None
    declaration.evidence_sha256 = evidence
    declaration.verdict = {
        **told(verdict, reason),
        "checked_at": call.now.isoformat(),
        "proven_at": checked.proven_at.isoformat() if checked.proven_at else None,
    }
    if evidence is not None:
        note_evidence(call, checker, evidence, checked.evidence)
    note(
        call,
        declaration,
        Tag.DECLARATION_CHECKED,
        sha256=declaration.signed_sha256 or "",
        evidence=evidence or "",
        outcome=verdict.outcome.value,
        reason=reason,
    )


def told(verdict: Verdict, reason: str) -> Json:
    """What the record keeps of a verdict, whenever it was come to."""
    return {
        "outcome": verdict.outcome.value,
        "reason": reason,
        "signatures": [
            {
                "signer": signature.signer,
                "issuer": signature.issuer,
                "signed_at": signature.signed_at.isoformat() if signature.signed_at else None,
                "indication": signature.indication,
            }
            for signature in verdict.signatures
        ],
    }


def reason_of(call: Call, declaration: Declaration, verdict: Verdict) -> str:
    """GENUINE, or why not: every signature must be of somebody who must sign."""
    if verdict.outcome is not Outcome.GENUINE:
        return verdict.reason
    found = _subjects(verdict)
    wanted = {signer.citizen_no for signer in signers_of(call, declaration.id)}
    if not found or not found <= wanted:
        return OTHER_SIGNER
    return LOCKED if verdict.locked and found != wanted else GENUINE


def _subjects(verdict: Verdict) -> set[str]:
    """Whose signatures there are; a time stamp in the file is nobody's."""
    return {signature.subject_id for signature in verdict.signatures} - {""}


def _state_after(
    call: Call, declaration: Declaration, verdict: Verdict, reason: str
) -> DeclarationState:
    if reason != GENUINE:
        return DeclarationState.REJECTED
    everybody = settle(call, declaration, _subjects(verdict))
    return DeclarationState.SIGNED if everybody else DeclarationState.PARTLY
