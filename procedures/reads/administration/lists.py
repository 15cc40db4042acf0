"""How current the portal's knowledge of revoked certificates is, as an administrator sees it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procedures.anchors import Store
from procedures.records import Crl
from procedures.records.crl import FORGOTTEN


@dataclass(frozen=True, slots=True)
class ListItem:
    """An authority's list; `fault` is a message id, empty when the last try brought a good one."""

    store: Store
    address: str
    issuer: str
    entries: int
    this_update: datetime | None
    next_update: datetime | None
    fetched_at: datetime | None
    tried_at: datetime
    fault: str

    def standing(self, now: datetime) -> str:
        """missing, overdue, failing or sound."""
        if self.next_update is None:
            return "missing"
        if self.next_update <= now:
            return "overdue"
        return "failing" if self.fault else "sound"


def watched_lists(db: Session, now: datetime) -> tuple[ListItem, ...]:
    """Every list that is in use, by store and issuer."""
    rows = db.scalars(
        select(Crl)
        .where(Crl.named_at > now - FORGOTTEN)
        .order_by(Crl.store, Crl.issuer, Crl.address)
    )
    return tuple(
        ListItem(
            store=row.store,
            address=row.address,
            issuer=row.issuer,
            entries=row.entries,
            this_update=row.this_update,
            next_update=row.next_update,
            fetched_at=row.fetched_at,
            tried_at=row.tried_at,
            fault=row.fault,
        )
        for row in rows
    )


def first_overdue(db: Session) -> datetime | None:
    """When the first of the lists in use is overdue; one that never came is since its first try."""
    newest = select(func.max(Crl.named_at)).scalar_subquery()
    return db.scalar(
        select(func.min(func.coalesce(Crl.next_update, Crl.tried_at))).where(
            Crl.named_at > newest - FORGOTTEN
        )
    )
