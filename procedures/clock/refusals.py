"""What the clock refuses, so that a wrong event or calendar never becomes a promise."""

from procedures.errors import DomainError


class ClockError(DomainError, ValueError):
    """A term, moment, pause or calendar with which nothing can be counted."""


class NoWorkingDay(ClockError):
    """The calendar leaves no working day in a whole year."""


class PauseRefused(ClockError):
    """A pause that overlaps another, ends before it starts, or comes before the reception."""


class ExtensionRefused(ClockError):
    """An extension too late, not later than the promise, on a day off, or during a pause."""
