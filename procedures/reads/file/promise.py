"""The date that a reception now would promise, counted before anybody accepts anything."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from procedures.clock import Due, due
from procedures.records import Dossier
from procedures.records.counting import calendar_of, limit_of


def promised(db: Session, dossier_id: UUID, now: datetime) -> Due:
    """When the result would be due if the dossier were received at `now`, with the proof."""
    dossier = db.get_one(Dossier, dossier_id)
    return due(now, limit_of(dossier), calendar_of(db, dossier), (), dossier.clock_policy)
