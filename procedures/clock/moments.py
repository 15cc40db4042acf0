"""Moments as the slips print them: in Vietnamese time and to the minute.

A citizen must be able to recount a term from the paper in hand, and the paper shows no seconds.
"""

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from procedures.clock.refusals import ClockError
from procedures.errors import N_

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")


def moment(at: datetime) -> datetime:
    """The aware moment `at` in Vietnamese time, its seconds dropped; a naive one is refused."""
    if at.tzinfo is None:
        raise ClockError(N_("Thời điểm {at} thiếu múi giờ."), at=at.isoformat())
    return at.astimezone(VIETNAM).replace(second=0, microsecond=0)


def on(day: date, at: time) -> datetime:
    """The moment when Vietnamese clocks show `at` on `day`."""
    return datetime.combine(day, at, VIETNAM)


def parse_moment(text: str) -> datetime:
    """An ISO 8601 moment; one written without a zone means Vietnamese time."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ClockError(N_("“{text}” không phải là thời điểm theo ISO 8601."), text=text) from None
    return moment(at if at.tzinfo else at.replace(tzinfo=VIETNAM))
