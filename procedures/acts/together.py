"""One lock that all who act hold together, and that a reorganisation holds alone.

Without it a dossier could be routed to a unit that ends in the same moment.
"""

from sqlalchemy import TextClause, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from procedures.errors import N_, Unavailable

REARRANGING = N_(
    "Hệ thống đang sắp xếp lại đơn vị. Thao tác của bạn chưa được thực hiện; hãy thử lại sau ít "
    "phút."
)
BUSY = N_("Còn thao tác chưa kết thúc; đợt sắp xếp sẽ được thử lại.")
LOCK_NOT_AVAILABLE = "55P03"
_KEY = "hashtextextended('tree', 0)"
_TRY = text(f"SELECT pg_try_advisory_xact_lock_shared({_KEY})")
_JUST_NOW = text(
    "SELECT EXISTS (SELECT FROM reorganisation WHERE applied_at > now() - interval '5 minutes')"
)
"""Five minutes: longer than any request, so nobody acts with what was read before."""
_SHARE = text(
    "SELECT set_config('lock_timeout', '4s', true), "
    f"pg_advisory_xact_lock_shared({_KEY}), set_config('lock_timeout', '0', true)"
)
_ALONE = text(
    "SELECT set_config('lock_timeout', '15s', true), "
    f"pg_advisory_xact_lock({_KEY}), set_config('lock_timeout', '0', true)"
)
"""A lock that is waited for in vain ends the transaction, so the limit needs no way back."""


def together(db: Session) -> bool:
    """Hold the tree still until the commit, with everybody else who acts.

    False when the tree has just been rearranged, so that what was read before may be no more.
    While a reorganisation is at work one waits four seconds at most: raises `Unavailable` then.
    """
    if not db.scalar(_TRY):
        _wait(db, _SHARE, REARRANGING)
    return not db.scalar(_JUST_NOW)


def alone(db: Session) -> None:
    """Wait until every act has ended, and let none begin until the commit."""
    _wait(db, _ALONE, BUSY)


def _wait(db: Session, statement: TextClause, msgid: str) -> None:
    try:
        db.execute(statement)
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", "") != LOCK_NOT_AVAILABLE:
            raise
        raise Unavailable(msgid) from error
