"""One's own password: the old one is asked, the new one is checked, the other sessions end."""

import unicodedata
from typing import Any

import pytest
from sqlalchemy import select

from procedures.acts.change_password import LEAST, MOST, change_password
from procedures.acts.lock_account import reset_password
from procedures.acts.sign_in import check_password, hash_password, matches, open_session
from procedures.errors import NotAllowed
from procedures.people import Actor
from procedures.records import Account, LedgerEntry, SignIn
from procedures.tags import Tag
from tests.acts.administering import ADMIN, added, do, refused_field, tags
from tests.factories import CITIZEN, PASSWORD, Life

NEW = "một câu dài dễ nhớ"


def account_of(life: Life, username: str) -> Account:
    with life.services.reading() as db:
        return db.scalars(select(Account).where(Account.username == username)).one()


def living(life: Life, username: str) -> set[Any]:
    """The ids of the person's sessions that have not ended."""
    person_id = account_of(life, username).person_id
    with life.services.reading() as db:
        open_ones = select(SignIn.id).where(
            SignIn.person_id == person_id, SignIn.ended_at.is_(None)
        )
        return set(db.scalars(open_ones))


@pytest.mark.parametrize("username", [CITIZEN, "motcua.tanmy"])
def test_a_new_password_opens_and_the_old_one_does_not(life: Life, username: str) -> None:
    person_id = account_of(life, username).person_id
    elsewhere = do(life, lambda call: open_session(call, person_id))
    kept = do(life, lambda call: change_password(call, PASSWORD, NEW), username)
    assert living(life, username) == {kept}
    assert elsewhere != kept
    assert account_of(life, username).password_hash.startswith("$argon2id$")
    with life.services.transaction() as call:
        assert check_password(call, username, PASSWORD) is None
        assert check_password(call, username, NEW) == person_id
    assert tags(life, "accounts") == [Tag.PASSWORD_CHANGED]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("không phải", NEW, "old"),
        (PASSWORD, "x" * (LEAST - 1), "new"),
        (PASSWORD, "x" * (MOST + 1), "new"),
        (PASSWORD, PASSWORD, "new"),
        (PASSWORD, f"xin chào {CITIZEN.upper()}", "new"),
    ],
)
def test_a_bad_change_is_refused_beside_its_field(
    life: Life, old: str, new: str, field: str
) -> None:
    before = account_of(life, CITIZEN).password_hash
    assert refused_field(life, lambda call: change_password(call, old, new), CITIZEN) == field
    assert account_of(life, CITIZEN).password_hash == before


def test_what_an_administrator_made_must_be_changed_once(life: Life) -> None:
    made = added(life)
    assert account_of(life, made.username).must_change
    do(life, lambda call: change_password(call, made.password, NEW), made.username)
    assert not account_of(life, made.username).must_change
    do(life, lambda call: reset_password(call, made.person_id), ADMIN)
    assert account_of(life, made.username).must_change


def test_sample_accounts_need_no_change(life: Life) -> None:
    with life.services.reading() as db:
        assert set(db.scalars(select(Account.must_change).where(Account.sample))) == {False}


def test_whoever_has_no_password_here_changes_none(life: Life) -> None:
    with pytest.raises(NotAllowed), life.services.transaction(Actor(None, "")) as call:
        change_password(call, PASSWORD, NEW)


def test_no_password_reaches_the_ledger(life: Life) -> None:
    do(life, lambda call: change_password(call, PASSWORD, NEW), CITIZEN)
    with life.services.reading() as db:
        written = repr(list(db.scalars(select(LedgerEntry.detail))))
    assert NEW not in written
    assert PASSWORD not in written


def test_a_letter_in_three_parts_is_the_letter_in_one() -> None:
    apart, whole = (unicodedata.normalize(form, "mật khẩu ế") for form in ("NFD", "NFC"))
    assert apart != whole
    assert matches(apart, hash_password(whole))
    assert matches(whole, hash_password(apart))
