"""A changed calendar: which promises would move is listed, and each moves by an officer's press."""

from datetime import date, timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from procedures.acts.call import LOCAL_ZONE
from procedures.records import CalendarVersion
from tests.factories import Life
from tests.portal.officers import Officer

DESK = "motcua.tanmy"


def _close_on(life: Life, dossier_id: UUID, day: date) -> None:
    """A newer version of the dossier's calendar, with that day off."""
    with life.services.transaction() as call:
        old = call.db.get_one(CalendarVersion, life.dossier(dossier_id).calendar_version_id)
        off = {
            "day": day.isoformat(),
            "working": False,
            "reason": "Nghỉ bão",
            "reason_en": "Storm",
            "document": "9/QĐ-UBND",
            "hours": None,
        }
        call.db.add(
            CalendarVersion(
                code=old.code,
                version=old.version + 1,
                week=old.week,
                days=[*old.days, off],
                document="9/QĐ-UBND",
                created_at=call.now,
                created_by=None,
            )
        )


def test_a_promise_moves_only_when_an_officer_counts_it_anew(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress("1.004873")
    dossier = life.dossier(dossier_id)
    officer = Officer(app, DESK, "mot-cua")
    assert dossier.code not in officer.inbox("/lich-thay-doi")
    assert dossier.due_at
    day = dossier.due_at.astimezone(LOCAL_ZONE).date()
    _close_on(life, dossier_id, day)
    assert dossier.code in officer.inbox("/lich-thay-doi")
    assert life.dossier(dossier_id).due_at == dossier.due_at
    assert f"{day:%d/%m/%Y}" in officer.open(dossier_id, "tinh-lai")
    officer.send(dossier_id, "tinh-lai")
    after = life.dossier(dossier_id).due_at
    assert after
    assert after - dossier.due_at >= timedelta(days=1)
    assert dossier.code not in officer.inbox("/lich-thay-doi")


def test_an_administrator_sees_codes_and_dates_and_no_people(app: Flask, life: Life) -> None:
    dossier_id = life.in_progress("1.004873")
    dossier = life.dossier(dossier_id)
    assert dossier.due_at
    _close_on(life, dossier_id, dossier.due_at.astimezone(LOCAL_ZONE).date())
    with life.services.reading() as db:
        version = db.get_one(CalendarVersion, dossier.calendar_version_id)
        newest = select(CalendarVersion.code).where(CalendarVersion.id == version.id)
        code = db.scalars(newest).one()
    page = Officer(app, "quantri", "quan-tri").inbox(f"/lich/{code}/anh-huong")
    assert dossier.code in page
    assert dossier.subject not in page
    assert life.actor("congdan1").name not in page
