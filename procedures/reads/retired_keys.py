"""What is still believed of a file whose signatures are sound: a stolen key signs soundly too."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.ports import Outcome, SignatureReport, Verdict
from procedures.reasons import Reason
from procedures.records import SigningKey


def doubted(db: Session, verdict: Verdict) -> Verdict:
    """The verdict, or REVOKED where a key signed after it was lost.

    The time is the one that a time stamp proves; a signature without one may be of any time.
    """
    if verdict.outcome is not Outcome.GENUINE or not verdict.signatures:
        return verdict
    lost = _lost(db, verdict.signatures)
    for signature in verdict.signatures:
        since = lost.get(signature.certificate)
        if since is not None and (signature.signed_at is None or signature.signed_at >= since):
            return replace(verdict, outcome=Outcome.REVOKED, reason=Reason.KEY_COMPROMISED)
    return verdict


def _lost(db: Session, signatures: Sequence[SignatureReport]) -> dict[str, datetime]:
    """When the keys of these certificates were lost, for those that were retired."""
    rows = db.execute(
        select(SigningKey.sha256, SigningKey.compromised_at).where(
            SigningKey.sha256.in_({signature.certificate for signature in signatures}),
            SigningKey.retired_at.is_not(None),
        )
    )
    return {sha256: since for sha256, since in rows if since is not None}
