"""How a dossier stands against its due moment, as officers and the index of QĐ 766 read it."""

from datetime import datetime
from enum import StrEnum

from procedures.clock.moments import moment
from procedures.clock.working_calendar import WorkingCalendar


class Outcome(StrEnum):
    """Trước hạn, đúng hạn, quá hạn."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


def remaining(now: datetime, due_at: datetime, calendar: WorkingCalendar) -> int:
    """Working minutes from `now` to the due moment, negative when it has passed."""
    return calendar.minutes_between(now, due_at)


def index_outcome(finished: datetime, due_at: datetime, requests: int) -> Outcome:
    """As index 2.1 of QĐ 766/QĐ-TTg reads it: a second request for a supplement makes it late.

    `due_at` is counted by `ClockPolicy.PAUSE` whatever the procedure's own policy, since the index
    takes the time of waiting off; `requests` are the supplements asked for since the reception.
    """
    return Outcome.LATE if requests > 1 else outcome(finished, due_at)


def outcome(finished: datetime, due_at: datetime) -> Outcome:
    """Late after the due minute, on time on the due day, early before that day."""
    end, promised = moment(finished), moment(due_at)
    if end > promised:
        return Outcome.LATE
    return Outcome.ON_TIME if end.date() == promised.date() else Outcome.EARLY
