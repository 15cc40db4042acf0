"""Changing one's own password: the old one is asked, and every session but a new one ends."""

from uuid import UUID

from procedures.acts import ledger
from procedures.acts.administer import Stream, wrong
from procedures.acts.call import Call
from procedures.acts.sign_in import close_sessions, hash_password, matches, open_session
from procedures.errors import N_, NotAllowed
from procedures.records import Account
from procedures.tags import Tag

NO_PASSWORD = N_("Bạn không đăng nhập bằng mật khẩu của cổng nên không có mật khẩu để đổi ở đây.")
WRONG_OLD = N_("Mật khẩu hiện tại không đúng.")
TOO_SHORT = N_("Mật khẩu mới phải có ít nhất {least} ký tự.")
TOO_LONG = N_("Mật khẩu mới dài quá {most} ký tự.")
SAME = N_("Mật khẩu mới phải khác mật khẩu hiện tại.")
NAMED = N_("Mật khẩu mới không được chứa tên đăng nhập.")

LEAST, MOST = 10, 200
"""Characters of a password. Length counts, not kinds of characters; the most bounds the hashing."""


def change_password(call: Call, old: str, new: str) -> UUID:
    """Replace the actor's password; the id of the one session that is left, a new one.

    Raises `Incomplete` whose param `field` is `old` or `new`.
    """
    account = _own(call)
    if not matches(old, account.password_hash):
        raise wrong("old", WRONG_OLD)
    _check(new, old, account.username)
    account.password_hash = hash_password(new)
    account.must_change = False
    close_sessions(call, account.person_id)
    detail = {"account": account.username}
    ledger.append(call, Stream.ACCOUNTS, Tag.PASSWORD_CHANGED, detail=detail)
    return open_session(call, account.person_id)


def _own(call: Call) -> Account:
    person_id = call.actor.person_id
    account = (
        call.db.get(Account, person_id, with_for_update=True, populate_existing=True)
        if person_id
        else None
    )
    if account is None or account.locked_at is not None:
        raise NotAllowed(NO_PASSWORD)
    return account


def _check(new: str, old: str, username: str) -> None:
    if len(new) < LEAST:
        raise wrong("new", TOO_SHORT, least=LEAST)
    if len(new) > MOST:
        raise wrong("new", TOO_LONG, most=MOST)
    if new == old:
        raise wrong("new", SAME)
    if username.lower() in new.lower():
        raise wrong("new", NAMED)
