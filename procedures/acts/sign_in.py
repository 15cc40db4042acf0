"""Signing in with a password, and the sessions that it opens; one answer for every failure."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Date, Uuid, bindparam, func, select, update

from procedures.acts.call import Call
from procedures.people import Actor
from procedures.records import Account, Person, PostRow, SignIn
from procedures.records.directory import in_force
from procedures.records.holders import actor_from, stood_in_for

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


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose session it is. `must_change`: nothing is open but the change of the password."""

    actor: Actor
    has_password: bool
    must_change: bool


def hash_password(password: str) -> str:
    """argon2id with the library's current parameters, of the letters however they were typed."""
    return _hasher.hash(_composed(password))


def matches(password: str, password_hash: str) -> bool:
    """Whether this is the password of the hash."""
    try:
        return _hasher.verify(password_hash, _composed(password))
    except (VerificationError, InvalidHashError):
        return False


def _composed(password: str) -> str:
    """One keyboard sends ế as one letter, another as three."""
    return unicodedata.normalize("NFC", password)


def check_password(call: Call, username: str, password: str) -> UUID | None:
    """The person behind the account, or None for any failure whatever."""
    typed = username.replace("\0", "").strip().lower()
    account = call.db.scalar(select(Account).where(func.lower(Account.username) == typed))
    stranger = _nobody()  # asked for either way, so that the first stranger waits no longer
    right = matches(password, account.password_hash if account else stranger)
    if not right or account is None or account.locked_at is not None:
        return None
    if _hasher.check_needs_rehash(account.password_hash):
        account.password_hash = hash_password(password)
    return account.person_id


def open_session(call: Call, person_id: UUID) -> UUID:
    """A new session with an id of its own."""
    session = SignIn(person_id=person_id, created_at=call.now, last_seen_at=call.now)
    call.db.add(session)
    call.db.flush()
    return session.id


_TODAY = bindparam("today", type_=Date())
_OWNER = (
    select(
        SignIn,
        Account.must_change,
        Person.full_name,
        PostRow,
        stood_in_for(SignIn.person_id, _TODAY).label("away"),
    )
    .join(Person, Person.id == SignIn.person_id)
    .outerjoin(Account, Account.person_id == SignIn.person_id)
    .outerjoin(PostRow, (PostRow.person_id == Person.id) & in_force(PostRow, _TODAY))
    .where(SignIn.id == bindparam("session_id", type_=Uuid()))
    .order_by(PostRow.id)
)
"""Asked with every click, so written once."""


def owner_of_session(call: Call, session_id: UUID, limits: Limits) -> Owner | None:
    """Whose living session it is, in one query; notes that it was seen, at most once a minute."""
    rows = call.db.execute(_OWNER, {"session_id": session_id, "today": call.today}).all()
    if not rows or not _lives(rows[0].SignIn, call.now, limits):
        return None
    session, must_change, name, _, away = rows[0]
    if call.now - session.last_seen_at > timedelta(minutes=1):
        session.last_seen_at = call.now
    return Owner(
        actor_from(session.person_id, name, [row[3] for row in rows], away),
        has_password=must_change is not None,
        must_change=bool(must_change),
    )


def last_owner(call: Call, session_id: UUID, within: timedelta) -> UUID | None:
    """Whose session it was that ran out of time by itself, not longer ago than `within`.

    It opens nothing any more; it only tells whose words a late post brings.
    """
    session = call.db.get(SignIn, session_id)
    if session is None or session.ended_at is not None:
        return None
    return session.person_id if call.now - session.last_seen_at < within else None


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


def close_sessions(call: Call, person_id: UUID) -> None:
    """End every session of the person."""
    call.db.execute(
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
        .values(ended_at=call.now)
    )
