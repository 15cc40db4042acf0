"""How a signature that was ordered of a remote signing service stands, as its signer sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.people import Actor
from procedures.records import SignatureOrder
from procedures.records.declaration import DeclarationState
from procedures.records.signature_order import OPEN_ORDER, OrderState

OPEN_TO_SIGN = frozenset(
    {DeclarationState.PRINTED, DeclarationState.PARTLY, DeclarationState.REJECTED}
)
"""A declaration that is printed, and neither being checked nor signed by all."""


@dataclass(frozen=True, slots=True)
class OrderView:
    """The newest order of a person on a declaration. `reason` is a msgid, `facts` fill it."""

    id: UUID
    provider: str
    code: str
    state: OrderState
    expires_at: datetime
    reason: str
    facts: Mapping[str, str]

    @property
    def open(self) -> bool:
        return self.state in OPEN_ORDER

    def seconds_left(self, now: datetime) -> int:
        """How long the person may still take to confirm."""
        return max(int((self.expires_at - now).total_seconds()), 0)


def order_of(db: Session, declaration_id: UUID, actor: Actor) -> OrderView | None:
    """The actor's newest order on the declaration."""
    row = db.scalar(
        select(SignatureOrder)
        .where(
            SignatureOrder.declaration_id == declaration_id,
            SignatureOrder.person_id == actor.person_id,
        )
        .order_by(SignatureOrder.created_at.desc())
        .limit(1)
    )
    if row is None:
        return None
    return OrderView(
        id=row.id,
        provider=row.provider,
        code=row.code,
        state=row.state,
        expires_at=row.expires_at,
        reason=row.reason,
        facts=row.facts,
    )
