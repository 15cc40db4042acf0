"""The lists of revoked certificates in hand, as a verifier takes them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.records import Crl

Held = tuple[tuple[str, str], ...]


def held_lists(db: Session) -> Held:
    """Authority and digest of each list; equal as long as no other one was fetched."""
    rows = db.execute(
        select(Crl.authority, Crl.sha256)
        .where(Crl.sha256.is_not(None))
        .order_by(Crl.authority, Crl.sha256)
    )
    return tuple((authority, sha256) for authority, sha256 in rows if sha256 is not None)
