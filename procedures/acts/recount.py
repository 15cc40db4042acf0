"""Counting anew: a promised date follows a changed calendar only when an officer says so."""

from uuid import UUID

from procedures.acts.call import LOCAL_ZONE, Call
from procedures.acts.transition import transition
from procedures.errors import N_, NotLawful
from procedures.lifecycle import Act
from procedures.records import CalendarVersion
from procedures.records.counting import newer_calendar

SAME_CALENDAR = N_("Hồ sơ đã được tính theo lịch làm việc mới nhất.")


def recount(call: Call, dossier_id: UUID, seen_version: int) -> None:
    """Take the newest version of the dossier's calendar, and the date that follows from it."""
    with transition(call, Act.RECOUNT, dossier_id, seen_version) as move:
        dossier = move.dossier
        now = call.db.get_one(CalendarVersion, dossier.calendar_version_id)
        newest = newer_calendar(call.db, dossier)
        if newest is None:
            raise NotLawful(SAME_CALENDAR)
        before = dossier.due_at
        dossier.calendar_version_id = newest.id
        move.detail.update(
            calendar=newest.code,
            from_version=now.version,
            to_version=newest.version,
            before=before.astimezone(LOCAL_ZONE).isoformat(timespec="minutes") if before else "",
        )
