"""What a dossier's promised date would be by the newest version of its calendar."""

from uuid import UUID

from sqlalchemy.orm import Session

from procedures.clock import Due, due
from procedures.records import Dossier
from procedures.records.counting import calendar_from, events_of, limit_of, newer_calendar


def recounted(db: Session, dossier_id: UUID) -> Due | None:
    """The date by the newest version; None when the dossier is counted by it already."""
    dossier = db.get_one(Dossier, dossier_id)
    newest = newer_calendar(db, dossier)
    if newest is None or dossier.received_at is None:
        return None
    return due(
        dossier.received_at,
        limit_of(dossier),
        calendar_from(newest),
        events_of(db, dossier),
        dossier.clock_policy,
    )
