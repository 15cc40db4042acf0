"""What is still believed of a file whose signatures are sound: a stolen key signs soundly too."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procedures.ports import Outcome, SignatureReport, Verdict
from procedures.reasons import Reason
from procedures.records import KeyUse, SigningKey


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


def lost_key_of(db: Session, paper_id: UUID) -> datetime | None:
    """Since when a key was lost that signed the paper afterwards; None when none was."""
    return db.scalar(
        select(func.min(SigningKey.compromised_at))
        .join(KeyUse, KeyUse.signing_key_id == SigningKey.id)
        .where(
            KeyUse.paper_id == paper_id,
            SigningKey.retired_at.is_not(None),
            KeyUse.at >= SigningKey.compromised_at,
        )
    )


def _lost(db: Session, signatures: Sequence[SignatureReport]) -> dict[str, datetime]:
    """When the keys of these certificates were lost, for those that were retired."""
    rows = db.execute(
        select(SigningKey.sha256, SigningKey.compromised_at).where(
            SigningKey.sha256.in_({signature.certificate for signature in signatures}),
            SigningKey.retired_at.is_not(None),
        )
    )
    return {sha256: since for sha256, since in rows if since is not None}
