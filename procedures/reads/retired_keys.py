"""What is still believed of a file whose signatures are sound: a stolen key signs soundly too."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from procedures.papers.seal_fields import AGENCY_FIELD, ANNEX_FIELD, LEADER_FIELD
from procedures.ports import Outcome, SignatureReport, Verdict
from procedures.reasons import Reason
from procedures.records import KeyUse, SigningKey

_LEADERS, _AGENCYS = frozenset({LEADER_FIELD}), frozenset({AGENCY_FIELD, ANNEX_FIELD})


@dataclass(frozen=True, slots=True)
class _Known:
    """A key that has signed here: `elsewhere` is where it may not, `lost` since when it was."""

    elsewhere: frozenset[str]
    lost: datetime | None


def doubted(db: Session, verdict: Verdict) -> Verdict:
    """The verdict, or another where the register of keys knows better.

    UNKNOWN where a seal's key signed as a leader or a leader's sealed; REVOKED where a key signed
    after it was lost: at the time that a time stamp proves, for without one it may be any time.
    """
    if verdict.outcome is not Outcome.GENUINE or not verdict.signatures:
        return verdict
    keys = _known(db, verdict.signatures)
    pairs = [(one, keys[one.certificate]) for one in verdict.signatures if one.certificate in keys]
    if any(one.field in key.elsewhere for one, key in pairs):
        return replace(verdict, outcome=Outcome.UNKNOWN, reason=Reason.ROLE_SWAPPED)
    for one, key in pairs:
        if key.lost is not None and (one.signed_at is None or one.signed_at >= key.lost):
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


def _known(db: Session, signatures: Sequence[SignatureReport]) -> dict[str, _Known]:
    """What the register says of these certificates; a key is lost once it was retired for it."""
    rows = db.execute(
        select(
            SigningKey.sha256,
            SigningKey.post_id,
            case((SigningKey.retired_at.is_not(None), SigningKey.compromised_at)),
        ).where(SigningKey.sha256.in_({signature.certificate for signature in signatures}))
    )
    return {
        sha256: _Known(_LEADERS if post_id is None else _AGENCYS, lost)
        for sha256, post_id, lost in rows
    }
