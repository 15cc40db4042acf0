"""Signing in with a password, and the sessions that it opens; one answer for every failure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import func, select

from procedures.acts.call import Call
from procedures.records import Account, SignIn

_hasher = PasswordHasher()


@cache
def _nobody() -> str:
    """Verified when there is no such account, so that both failures take the same time."""
    return _hasher.hash("nobody has this password")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lives without a click, and at most."""

    idle: timedelta
    absolute: timedelta


def hash_password(password: str) -> str:
    """argon2id with the library's current parameters."""
    return _hasher.hash(password)


def check_password(call: Call, username: str, password: str) -> UUID | None:
    """The person behind the account, or None for any failure whatever."""
    typed = username.replace("\0", "").strip().lower()
    account = call.db.scalar(select(Account).where(func.lower(Account.username) == typed))
    stranger = _nobody()  # asked for either way, so that the first stranger waits no longer
    try:
        _hasher.verify(account.password_hash if account else stranger, password)
    except (VerificationError, InvalidHashError):
        return None
    if account is None or account.locked_at is not None:
        return None
    if _hasher.check_needs_rehash(account.password_hash):
        account.password_hash = _hasher.hash(password)
    return account.person_id


def open_session(call: Call, person_id: UUID) -> UUID:
    """A new session with an id of its own."""
    session = SignIn(person_id=person_id, created_at=call.now, last_seen_at=call.now)
    call.db.add(session)
    call.db.flush()
    return session.id


def person_of_session(call: Call, session_id: UUID, limits: Limits) -> UUID | None:
    """Whose living session it is; notes that it was seen, at most once a minute."""
    session = call.db.get(SignIn, session_id)
    if session is None or not _lives(session, call.now, limits):
        return None
    if call.now - session.last_seen_at > timedelta(minutes=1):
        session.last_seen_at = call.now
    return session.person_id


def _lives(session: SignIn, now: datetime, limits: Limits) -> bool:
    return (
        session.ended_at is None
        and now - session.last_seen_at < limits.idle
        and now - session.created_at < limits.absolute
    )


def close_session(call: Call, session_id: UUID) -> None:
    """End a session on the server; its cookie opens nothing any more."""
    session = call.db.get(SignIn, session_id)
    if session is not None and session.ended_at is None:
        session.ended_at = call.now
