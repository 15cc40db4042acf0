"""Adding an officer: a person with an account, and no right at all until a post is given."""

import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin, wrong
from procedures.acts.call import Call
from procedures.acts.sign_in import hash_password
from procedures.errors import N_
from procedures.records import Account, Person
from procedures.tags import Tag

NO_NAME = N_("Hãy ghi họ và tên.")
BAD_USERNAME = N_(
    "Tên đăng nhập gồm 3 đến 40 chữ cái không dấu, chữ số, dấu chấm, gạch nối; bắt đầu bằng chữ."
)
TAKEN = N_("Tên đăng nhập này đã có người dùng.")
BAD_EMAIL = N_("Địa chỉ thư điện tử không đúng dạng.")

USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,39}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PASSWORD_LENGTH = 14
"""Of about 4.9 bits each: 68 bits, written down once and changed by nobody's guess."""


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """What an administrator must know of a new officer."""

    full_name: str
    username: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Shown once, to be handed over in person; only the hash is kept."""

    person_id: UUID
    username: str
    password: str


def add_officer(call: Call, new: NewOfficer) -> Credentials:
    """Make the person and the account with a password that nobody chose."""
    ensure_admin(call)
    name = " ".join(unicodedata.normalize("NFC", new.full_name).split())
    username = new.username.strip().lower()
    _check(call, name, username, new.email)
    person = Person(full_name=name, email=new.email or None, phone=new.phone or None)
    call.db.add(person)
    call.db.flush()
    password = new_password(call)
    call.db.add(
        Account(
            person_id=person.id,
            username=username,
            password_hash=hash_password(password),
            must_change=True,
        )
    )
    call.db.flush()
    detail = {"account": username}
    ledger.append(call, Stream.OFFICERS, Tag.OFFICER_ADDED, detail=detail)
    return Credentials(person.id, username, password)


def new_password(call: Call) -> str:
    """A password of letters and digits that are not taken for one another, in groups."""
    word = call.token(PASSWORD_LENGTH).lower()
    return "-".join((word[:5], word[5:10], word[10:]))


def _check(call: Call, name: str, username: str, email: str) -> None:
    if not name:
        raise wrong("full_name", NO_NAME)
    if not USERNAME.fullmatch(username):
        raise wrong("username", BAD_USERNAME)
    if email and not EMAIL.fullmatch(email):
        raise wrong("email", BAD_EMAIL)
    taken = select(Account.person_id).where(func.lower(Account.username) == username)
    if call.db.scalar(taken) is not None:
        raise wrong("username", TAKEN)
