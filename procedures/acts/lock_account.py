"""Locking, unlocking and resetting an account; each ends the sessions that are open."""

from uuid import UUID

from sqlalchemy import exists, select

from procedures.acts import ledger
from procedures.acts.add_officer import Credentials, new_password
from procedures.acts.administer import Stream, ensure_admin
from procedures.acts.call import Call
from procedures.acts.sign_in import close_sessions, hash_password
from procedures.errors import N_, NotFound, NotLawful
from procedures.records import Account, Person, PostRow
from procedures.tags import Tag

NO_ACCOUNT = N_("Không tìm thấy tài khoản.")
OWN_ACCOUNT = N_("Bạn không thể tự khóa hay đặt lại mật khẩu tài khoản của chính mình ở đây.")
LOCKED_ALREADY = N_("Tài khoản này đã bị khóa.")
NOT_LOCKED = N_("Tài khoản này không bị khóa.")
NOT_AN_OFFICER = N_("Đây là tài khoản của công dân, không thuộc phần quản lý cán bộ.")


def lock_account(call: Call, person_id: UUID, grounds: str) -> None:
    """Nobody signs in with it any more, and whoever is signed in is out."""
    account = _account(call, person_id)
    if account.locked_at is not None:
        raise NotLawful(LOCKED_ALREADY)
    account.locked_at = call.now
    close_sessions(call, person_id)
    detail = {"account": account.username, "grounds": grounds}
    ledger.append(call, Stream.OFFICERS, Tag.ACCOUNT_LOCKED, detail=detail)


def unlock_account(call: Call, person_id: UUID) -> None:
    """The account opens again, with the password it had."""
    account = _account(call, person_id)
    if account.locked_at is None:
        raise NotLawful(NOT_LOCKED)
    account.locked_at = None
    detail = {"account": account.username}
    ledger.append(call, Stream.OFFICERS, Tag.ACCOUNT_UNLOCKED, detail=detail)


def reset_password(call: Call, person_id: UUID) -> Credentials:
    """A new password that nobody chose, told once; the old one opens nothing any more."""
    account = _account(call, person_id)
    password = new_password(call)
    account.password_hash = hash_password(password)
    account.must_change = True
    close_sessions(call, person_id)
    detail = {"account": account.username}
    ledger.append(call, Stream.OFFICERS, Tag.PASSWORD_RESET, detail=detail)
    return Credentials(person_id, account.username, password)


def _account(call: Call, person_id: UUID) -> Account:
    """The officer's account, locked; not the administrator's own, nor a citizen's."""
    ensure_admin(call)
    account = call.db.get(Account, person_id, with_for_update=True, populate_existing=True)
    if account is None:
        raise NotFound(NO_ACCOUNT)
    if account.person_id == call.actor.person_id:
        raise NotLawful(OWN_ACCOUNT)
    if not _is_officer(call, person_id):
        raise NotLawful(NOT_AN_OFFICER)
    return account


def _is_officer(call: Call, person_id: UUID) -> bool:
    """Whoever has or had a post, or was added without a citizen's number to file under."""
    held = exists().where(PostRow.person_id == person_id)
    asked = select(Person.id).where(Person.id == person_id, held | Person.citizen_no.is_(None))
    return call.db.scalar(asked) is not None
