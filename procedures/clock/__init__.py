"""The statutory clock: terms, working calendars and due moments that anyone can recount.

A due moment is a pure function of the events, the term and one version of the calendar. Nothing
here reads the time, a database or a setting; no other module of the project counts dates.
"""

from procedures.clock.due import due
from procedures.clock.events import Event
from procedures.clock.explain import amount_in_words, explain
from procedures.clock.hours import Hours, Interval, read_hours, write_hours
from procedures.clock.legs import leg_dues, share
from procedures.clock.measure import Outcome, index_outcome, outcome, remaining
from procedures.clock.moments import VIETNAM, moment, on, parse_moment
from procedures.clock.refusals import ClockError, ExtensionRefused, NoWorkingDay, PauseRefused
from procedures.clock.steps import Due, Measure, Step, StepKind
from procedures.clock.terms import (
    CUTOFF,
    ClockPolicy,
    Extension,
    Pause,
    TermUnit,
    TimeLimit,
)
from procedures.clock.working_calendar import DayRule, WorkingCalendar

__all__ = [
    "CUTOFF",
    "VIETNAM",
    "ClockError",
    "ClockPolicy",
    "DayRule",
    "Due",
    "Event",
    "Extension",
    "ExtensionRefused",
    "Hours",
    "Interval",
    "Measure",
    "NoWorkingDay",
    "Outcome",
    "Pause",
    "PauseRefused",
    "Step",
    "StepKind",
    "TermUnit",
    "TimeLimit",
    "WorkingCalendar",
    "amount_in_words",
    "due",
    "explain",
    "index_outcome",
    "leg_dues",
    "moment",
    "on",
    "outcome",
    "parse_moment",
    "read_hours",
    "remaining",
    "share",
    "write_hours",
]
