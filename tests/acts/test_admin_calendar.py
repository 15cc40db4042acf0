"""A decision about days off is a new version; nobody touches the days gone by."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from procedures.acts.change_calendar import Decision, change_calendar
from procedures.clock import DayRule
from procedures.errors import Incomplete, Stale
from procedures.records import (
    CalendarVersion,
)
from tests.acts.administering import do, refused_field
from tests.factories import COMMUNE, Life


def off(*days: date) -> Decision:
    rules = [DayRule(day, working=False, reason="Nghỉ", reason_en="Off") for day in days]
    return Decision(tuple(rules), (), "01/QĐ-UBND")


def versions_of(life: Life, code: str = "hanh-chinh") -> list[CalendarVersion]:
    with life.services.reading() as db:
        rows = db.scalars(
            select(CalendarVersion)
            .where(CalendarVersion.code == code)
            .order_by(CalendarVersion.version)
        )
        return list(rows)


def test_a_decision_is_a_new_version_and_dossiers_keep_theirs(life: Life) -> None:
    dossier_id = life.received("1.013225", place=COMMUNE)
    before = life.dossier(dossier_id)
    due = before.due_at
    assert due is not None
    day = due.date()
    do(life, lambda call: change_calendar(call, {"hanh-chinh": 1}, off(day)))
    first, second = versions_of(life)
    assert (first.version, second.version, second.document) == (1, 2, "01/QĐ-UBND")
    assert life.dossier(dossier_id).due_at == due
    assert life.dossier(dossier_id).calendar_version_id == before.calendar_version_id
    with pytest.raises(Stale):
        do(life, lambda call: change_calendar(call, {"hanh-chinh": 1}, off(day)))
    assert (
        refused_field(life, lambda call: change_calendar(call, {"hanh-chinh": 2}, off(day)))
        == "first"
    )
    cleared = Decision((), (day,), "02/QĐ-UBND")
    do(life, lambda call: change_calendar(call, {"hanh-chinh": 2}, cleared))
    assert len(versions_of(life)) == 3


def test_a_year_without_a_working_day_is_refused(life: Life) -> None:
    year = date.today().year + 1  # noqa: DTZ011 - the wall calendar of the test's own machine
    days = [date(year, 1, 1) + timedelta(days=offset) for offset in range(366)]
    with pytest.raises(Incomplete, match="không còn ngày làm việc nào") as refusal:
        do(life, lambda call: change_calendar(call, {"hanh-chinh": 1}, off(*days)))
    assert refusal.value.params["year"] == year
    assert len(versions_of(life)) == 1


def test_days_gone_by_and_decisions_without_a_document_are_refused(life: Life) -> None:
    tomorrow = date.today() + timedelta(days=2)  # noqa: DTZ011 - as above
    seen = {"hanh-chinh": 1}
    past = off(tomorrow - timedelta(days=9))
    assert refused_field(life, lambda call: change_calendar(call, seen, past)) == "first"
    bare = Decision(off(tomorrow).rules)
    assert refused_field(life, lambda call: change_calendar(call, seen, bare)) == "document"
    assert refused_field(life, lambda c: change_calendar(c, {}, off(tomorrow))) == "calendars"
    silent = Decision((DayRule(tomorrow, working=False, reason="Nghỉ"),), (), "01")
    assert refused_field(life, lambda call: change_calendar(call, seen, silent)) == "reason"
