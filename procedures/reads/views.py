"""An officer's saved views, to be looked over and put in order."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.errors import N_, NotFound
from procedures.people import Actor
from procedures.records import SavedView

NO_VIEW = N_("Không tìm thấy cách xem.")


@dataclass(frozen=True, slots=True)
class KeptView:
    """One view; `room` is the blueprint of its inbox."""

    id: UUID
    room: str
    name: str
    query: str


def views_of(db: Session, actor: Actor) -> tuple[KeptView, ...]:
    """All of the reader's views, by room and name."""
    rows = db.scalars(
        select(SavedView)
        .where(SavedView.person_id == actor.person_id)
        .order_by(SavedView.room, SavedView.name)
    )
    return tuple(KeptView(row.id, row.room, row.name, row.query) for row in rows)


def view_of(db: Session, actor: Actor, view_id: UUID) -> KeptView:
    """One of the reader's views; somebody else's is as good as none."""
    found = (view for view in views_of(db, actor) if view.id == view_id)
    view = next(found, None)
    if view is None:
        raise NotFound(NO_VIEW)
    return view
