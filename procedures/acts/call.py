"""What every act is handed: who acts, when, in which transaction, in which house."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from procedures.people import Actor

LOCAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class House:
    """What papers and notices must know of the installation.

    `base_url` is the public address printed into QR codes; `test_mark` is true while the test PKI
    signs, and marks every paper.
    """

    base_url: str
    test_mark: bool


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an act. `token(n)` gives `n` characters that nobody can guess."""

    db: Session
    actor: Actor
    now: datetime
    house: House
    token: Callable[[int], str]

    @property
    def today(self) -> date:
        """The day on the office's wall calendar."""
        return self.now.astimezone(LOCAL_ZONE).date()
