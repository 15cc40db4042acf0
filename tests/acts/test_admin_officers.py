"""Officers, their accounts and their posts: from the first day to the last."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from procedures.acts.add_officer import Credentials, NewOfficer, add_officer
from procedures.acts.appoint import Appointment, appoint
from procedures.acts.end_post import end_post
from procedures.acts.lock_account import lock_account, reset_password, unlock_account
from procedures.acts.sign_in import check_password, open_session
from procedures.errors import NotLawful
from procedures.people import Role
from procedures.records import (
    Account,
    LedgerEntry,
    PostRow,
    SignIn,
)
from procedures.tags import Tag
from tests.acts.administering import ADMIN, POST, a_unit, added, do, refused_field, tags
from tests.factories import Life


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
    today = do(life, lambda call: call.today)
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
