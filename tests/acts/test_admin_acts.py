"""What administrators do: refused to everybody else, written to the ledger, checked by the law."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from procedures.acts.add_officer import Credentials, NewOfficer, add_officer
from procedures.acts.appoint import Appointment, appoint
from procedures.acts.call import Call
from procedures.acts.change_calendar import Decision, change_calendar
from procedures.acts.change_unit import UnitFacts, change_unit, facts_of
from procedures.acts.end_post import end_post
from procedures.acts.lock_account import lock_account, reset_password, unlock_account
from procedures.acts.publish_version import publish_version
from procedures.acts.retry_effect import retry_effect, retry_failed
from procedures.acts.sign_in import check_password, open_session
from procedures.acts.submit import submit
from procedures.acts.withdraw_version import withdraw_version
from procedures.clock import DayRule
from procedures.errors import Incomplete, NotAllowed, NotLawful, Stale
from procedures.people import Role
from procedures.reads.administration.chains import check_chain
from procedures.records import (
    Account,
    CalendarVersion,
    LedgerEntry,
    OutboxRow,
    PostRow,
    ProcedureVersion,
    SignIn,
    UnitRow,
)
from procedures.tags import Tag
from tests.factories import CITIZEN, COMMUNE, Life

ADMIN = "quantri"
BIRTH = "1.001193"
NEVER = Decision((), (), "")
NOBODY = NewOfficer("Ai Đó", "ai.do")
FACTS = UnitFacts("A", "A", "", "", "", "hanh-chinh")
POST = Appointment(1, Role.HANDLER, "A", "A", date(2026, 1, 1))

ACTS: dict[str, Callable[[Call], object]] = {
    "add_officer": lambda call: add_officer(call, NOBODY),
    "appoint": lambda call: appoint(call, uuid4(), POST),
    "change_calendar": lambda call: change_calendar(call, {}, NEVER),
    "change_unit": lambda call: change_unit(call, 1, "", FACTS),
    "end_post": lambda call: end_post(call, 1, call.today, ""),
    "lock_account": lambda call: lock_account(call, uuid4(), ""),
    "unlock_account": lambda call: unlock_account(call, uuid4()),
    "reset_password": lambda call: reset_password(call, uuid4()),
    "publish_version": lambda call: publish_version(call, {}, call.today),
    "withdraw_version": lambda call: withdraw_version(call, 1, "x"),
    "retry_effect": lambda call: retry_effect(call, 1),
    "retry_failed": retry_failed,
}


def do(life: Life, act: Callable[[Call], Any], username: str = ADMIN) -> Any:  # noqa: ANN401 - what the act returns
    with life.services.transaction(life.actor(username)) as call:
        return act(call)


def tags(life: Life, stream: str) -> list[str]:
    with life.services.reading() as db:
        rows = db.scalars(
            select(LedgerEntry.tag).where(LedgerEntry.stream == stream).order_by(LedgerEntry.seq)
        )
        return list(rows)


def refused_field(life: Life, act: Callable[[Call], object]) -> object:
    with pytest.raises(Incomplete) as refusal:
        do(life, act)
    return refusal.value.params["field"]


@pytest.mark.parametrize("name", ACTS)
def test_nobody_but_an_administrator_may(life: Life, name: str) -> None:
    with pytest.raises(NotAllowed):
        do(life, ACTS[name], "chutich.tanmy")


# units


def a_unit(life: Life, kind: str = "ubnd") -> tuple[int, UnitFacts]:
    with life.services.reading() as db:
        unit = db.scalars(select(UnitRow).where(UnitRow.kind == kind).limit(1)).one()
        return unit.id, facts_of(unit)


def test_a_unit_changes_only_from_what_was_seen(life: Life) -> None:
    unit_id, seen = a_unit(life)
    facts = UnitFacts(
        seen.name_vi,
        seen.name_en,
        "Số 1 đường Hùng Vương",
        "0204 3 854 111",
        "a@b.vn",
        "hanh-chinh",
    )
    do(life, lambda call: change_unit(call, unit_id, seen.digest, facts))
    with pytest.raises(Stale):
        do(life, lambda call: change_unit(call, unit_id, seen.digest, facts))
    assert a_unit(life)[1] == facts
    assert tags(life, "units") == [Tag.UNIT_CHANGED]
    with life.services.reading() as db:
        detail = db.scalars(select(LedgerEntry.detail).where(LedgerEntry.stream == "units")).one()
    assert detail["changes"]["phone"] == ["", "0204 3 854 111"]
    assert "name_vi" not in detail["changes"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_vi", ""),
        ("phone", "gọi tôi"),
        ("email", "không phải thư"),
        ("calendar_code", "khong-co"),
    ],
)
def test_a_unit_refuses_wrong_facts(life: Life, field: str, value: str) -> None:
    unit_id, seen = a_unit(life)
    values = {
        name: getattr(seen, name)
        for name in ("name_vi", "name_en", "address", "phone", "email", "calendar_code")
    }
    facts = UnitFacts(**{**values, field: value})
    assert refused_field(life, lambda c: change_unit(c, unit_id, seen.digest, facts)) == field


# officers


def added(life: Life, username: str = "moi.tanmy") -> Credentials:
    made: Credentials = do(
        life, lambda call: add_officer(call, NewOfficer("Nguyễn  Văn Mới", username))
    )
    return made


def test_a_new_officer_signs_in_with_the_password_told_once(life: Life) -> None:
    made = added(life)
    with life.services.transaction() as call:
        account = call.db.get_one(Account, made.person_id)
        assert account.password_hash.startswith("$argon2id$")
        assert made.password not in account.password_hash
        assert check_password(call, made.username, made.password) == made.person_id
    assert made.password not in repr(ledger_details(life))


def ledger_details(life: Life) -> list[dict[str, object]]:
    with life.services.reading() as db:
        return list(db.scalars(select(LedgerEntry.detail)))


@pytest.mark.parametrize(
    ("name", "username", "field"),
    [
        ("", "ai.do", "full_name"),
        ("Ai Đó", "Ai Đó", "username"),
        ("Ai Đó", "a", "username"),
        ("Ai Đó", "CHUTICH.tanmy", "username"),
    ],
)
def test_a_new_officer_needs_a_name_and_a_free_account(
    life: Life, name: str, username: str, field: str
) -> None:
    assert refused_field(life, lambda c: add_officer(c, NewOfficer(name, username))) == field


def test_locking_ends_sessions_and_shuts_the_door(life: Life) -> None:
    made = added(life)
    with life.services.transaction() as call:
        session_id = open_session(call, made.person_id)
    do(life, lambda call: lock_account(call, made.person_id, "Thôi việc"))
    with life.services.transaction() as call:
        assert call.db.get_one(SignIn, session_id).ended_at is not None
        assert check_password(call, made.username, made.password) is None
    with pytest.raises(NotLawful):
        do(life, lambda call: lock_account(call, made.person_id, "Lần nữa"))
    do(life, lambda call: unlock_account(call, made.person_id))
    with life.services.transaction() as call:
        assert check_password(call, made.username, made.password) == made.person_id
    assert tags(life, "officers")[-2:] == [Tag.ACCOUNT_LOCKED, Tag.ACCOUNT_UNLOCKED]


def test_a_reset_password_replaces_the_old_one(life: Life) -> None:
    made = added(life)
    again: Credentials = do(life, lambda call: reset_password(call, made.person_id))
    with life.services.transaction() as call:
        assert check_password(call, made.username, made.password) is None
        assert check_password(call, made.username, again.password) == made.person_id


def test_an_administrator_leaves_himself_and_citizens_alone(life: Life) -> None:
    citizen, oneself = life.actor("congdan1").person_id, life.actor(ADMIN).person_id
    assert citizen is not None
    assert oneself is not None
    for person in (citizen, oneself):
        for act in (
            lambda call, who=person: lock_account(call, who, "x"),
            lambda call, who=person: reset_password(call, who),
        ):
            with pytest.raises(NotLawful):
                do(life, act)
    with pytest.raises(NotLawful):
        do(life, lambda call: appoint(call, oneself, POST))


def test_a_post_gives_its_role_from_its_first_day_to_its_end(life: Life) -> None:
    made = added(life)
    unit_id, _ = a_unit(life)
    today = date.today()  # noqa: DTZ011 - the wall calendar of the test's own machine
    post = Appointment(unit_id, Role.HANDLER, "Chuyên viên", "Officer", today)
    post_id = do(life, lambda call: appoint(call, made.person_id, post))
    assert life.actor(made.username).units_as(Role.HANDLER) == {unit_id}
    assert refused_field(life, lambda call: appoint(call, made.person_id, post)) == "role"
    assert refused_field(life, lambda call: end_post(call, post_id, today, "x")) == "on"
    do(life, lambda call: end_post(call, post_id, today + timedelta(days=2), "QĐ 12"))
    assert life.actor(made.username).units_as(Role.HANDLER) == {unit_id}
    with life.services.reading() as db:
        assert db.get_one(PostRow, post_id).valid_to == today + timedelta(days=2)
    assert tags(life, "officers")[-2:] == [Tag.POST_APPOINTED, Tag.POST_ENDED]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"unit_id": 999_999}, "unit"),
        ({"valid_from": date(1999, 1, 1)}, "unit"),
        ({"title_en": ""}, "title_en"),
        ({"valid_to": date(2026, 1, 1)}, "valid_to"),
        ({"signs_as": "KT. CHỦ TỊCH"}, "signs_as"),
        ({"role": Role.APPLICANT}, "role"),
    ],
)
def test_an_appointment_is_checked(life: Life, changed: dict[str, Any], field: str) -> None:
    made = added(life)
    said = {
        "unit_id": a_unit(life)[0],
        "role": Role.HANDLER,
        "title_vi": "Chuyên viên",
        "title_en": "Officer",
        "valid_from": date(2026, 1, 1),
        **changed,
    }
    post = Appointment(**said)
    assert refused_field(life, lambda call: appoint(call, made.person_id, post)) == field


# the calendar


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


# the catalogue


def newest(life: Life, code: str = BIRTH) -> ProcedureVersion:
    with life.services.reading() as db:
        return db.scalars(
            select(ProcedureVersion)
            .where(ProcedureVersion.code == code)
            .order_by(ProcedureVersion.version.desc())
            .limit(1)
        ).one()


def other_body(life: Life) -> dict[str, object]:
    name = {"vi": "Đăng ký khai sinh (sửa)", "en": "Birth registration (amended)"}
    return {**newest(life).body, "name": name}


def test_a_version_ends_the_one_before_and_withdrawn_early_gives_the_days_back(life: Life) -> None:
    body, first = other_body(life), newest(life)
    day = date.today() + timedelta(days=30)  # noqa: DTZ011 - as above
    do(life, lambda call: publish_version(call, body, day))
    second = newest(life)
    assert (second.version, second.effective_from) == (2, day)
    assert second.body["effective_from"] == day.isoformat()
    with life.services.reading() as db:
        assert db.get_one(ProcedureVersion, first.id).effective_to == day
    do(life, lambda call: withdraw_version(call, second.id, "QĐ 99 bãi bỏ"))
    with life.services.reading() as db:
        assert db.get_one(ProcedureVersion, first.id).effective_to is None
        assert db.get_one(ProcedureVersion, second.id).withdrawn_grounds == "QĐ 99 bãi bỏ"
    with pytest.raises(NotLawful):
        do(life, lambda call: withdraw_version(call, second.id, "Lần nữa"))
    assert tags(life, "catalogue")[-2:] == [Tag.VERSION_PUBLISHED, Tag.VERSION_WITHDRAWN]


def test_publishing_refuses_the_same_the_past_and_the_broken(life: Life) -> None:
    body, same = other_body(life), dict(newest(life).body)
    day = date.today() + timedelta(days=3)  # noqa: DTZ011 - as above
    past = day - timedelta(days=9)
    assert refused_field(life, lambda c: publish_version(c, body, past)) == "effective_from"
    assert refused_field(life, lambda call: publish_version(call, same, day)) == "body"
    broken: list[dict[str, object]] = [
        {**body, "steps": []},
        {**body, "form": {"code": "x"}},
        {**body, "decided_at": "lang"},
        {},
    ]
    for bad in broken:
        assert refused_field(life, partial(publish_version, body=bad, effective_from=day)) == "body"
    do(life, lambda call: publish_version(call, body, day))
    assert (
        refused_field(life, lambda c: publish_version(c, same, day - timedelta(days=1)))
        == "effective_from"
    )


def test_a_withdrawn_version_takes_no_draft_any_more(life: Life) -> None:
    version = newest(life)
    draft_id = life.declared(BIRTH)
    do(life, lambda call: withdraw_version(call, version.id, "QĐ 7"))
    with pytest.raises(NotLawful, match="QĐ 7"):
        do(life, lambda call: submit(call, draft_id, unsigned=True), CITIZEN)


# jobs and the chain


def failed_rows(life: Life) -> list[int]:
    life.submitted("1.004873")
    with life.services.transaction() as call:
        rows = call.db.scalars(select(OutboxRow).where(OutboxRow.done_at.is_(None))).all()
        assert rows
        for row in rows:
            row.failed_at, row.attempts, row.last_error = call.now, 8, "TimeoutError"
        return [row.id for row in rows]


def test_failed_effects_get_their_attempts_back(life: Life) -> None:
    rows = failed_rows(life)
    do(life, lambda call: retry_effect(call, rows[0]))
    with life.services.reading() as db:
        row = db.get_one(OutboxRow, rows[0])
        assert (row.failed_at, row.attempts, row.last_error) == (None, 0, "TimeoutError")
    life.work()
    with pytest.raises(NotLawful):
        do(life, lambda call: retry_effect(call, rows[0]))
    assert tags(life, "jobs") == [Tag.JOB_RETRIED]


def test_all_failed_effects_at_once(life: Life) -> None:
    rows = failed_rows(life)
    assert do(life, retry_failed) == len(rows)
    with pytest.raises(NotLawful):
        do(life, retry_failed)


def test_a_chain_is_sound_until_somebody_gets_past_the_database(life: Life) -> None:
    made = added(life)
    do(life, lambda call: lock_account(call, made.person_id, "x"))
    do(life, lambda call: unlock_account(call, made.person_id))
    with life.services.reading() as db:
        assert check_chain(db, "officers").sound
        assert check_chain(db, "catalogue").first == 1
        assert check_chain(db, "jobs").last == 0
    with life.services.transaction() as call:
        call.db.connection().exec_driver_sql("ALTER TABLE ledger DISABLE TRIGGER keep_rows")
        call.db.connection().exec_driver_sql(
            "UPDATE ledger SET detail = '{}' WHERE stream = 'officers' AND seq = 2"
        )
    with life.services.reading() as db:
        assert check_chain(db, "officers").broken_at == 2
