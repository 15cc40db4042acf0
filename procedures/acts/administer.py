"""What every act of an administrator shares: who may, where it is written, which field refuses."""

from enum import StrEnum

from sqlalchemy import func, select

from procedures.acts.call import Call
from procedures.errors import N_, Incomplete, NotAllowed
from procedures.people import Role

ADMIN_ONLY = N_("Chỉ quản trị viên được thực hiện thao tác này.")


class Stream(StrEnum):
    """The ledger's chains that belong to no dossier."""

    CATALOGUE = "catalogue"
    UNITS = "units"
    OFFICERS = "officers"
    ACCOUNTS = "accounts"
    CALENDARS = "calendars"
    JOBS = "jobs"
    KEYS = "keys"
    ACCESS = "access"
    TRUST = "trust"


def ensure_admin(call: Call) -> None:
    """Let administrators pass, and the program itself when it loads data."""
    if call.actor.is_system:
        return
    if not any(post.role is Role.ADMIN for post in call.actor.posts):
        raise NotAllowed(ADMIN_ONLY)


def in_turn(call: Call, stream: Stream) -> None:
    """Wait until whoever administers the same things has finished; held until the commit."""
    key = func.hashtextextended(stream.value, 0)
    call.db.execute(select(func.pg_advisory_xact_lock(key)))


def wrong(field: str, msgid: str, **params: object) -> Incomplete:
    """A refusal that belongs beside one field of the form; `field` is among the params."""
    return Incomplete(msgid, (), field=field, **params)
