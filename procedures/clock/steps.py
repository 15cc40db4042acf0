"""The trace of a count: what a citizen needs to reach the same date by hand, stored beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self

from procedures.clock.moments import parse_moment
from procedures.clock.refusals import ClockError
from procedures.errors import N_


class StepKind(StrEnum):
    """What one step of the count tells."""

    RECEIVED = "received"
    OPENED = "opened"
    """Received outside working hours: counted as received at the next opening."""
    CUTOFF = "cutoff"
    """A same-day dossier that came at or after the cut-off."""
    TERM = "term"
    """The whole term, from its start to where it ends; for `day` and `month` before any move."""
    WEEKLY_REST = "weekly_rest"
    OFF = "off"
    EXTRA_DAY = "extra_day"
    """A day worked although the week leaves it off."""
    CLIPPED = "clipped"
    """The month in which the term ends has no such day: its last day stands instead."""
    MOVED = "moved"
    """A calendar term ended on a day off: it ends on the next working day."""
    PAUSED = "paused"
    """The amount is what was left of the term at that moment."""
    SPENT = "spent"
    """A pause that began when the term had already run out: it changes nothing."""
    RESUMED = "resumed"
    RESTARTED = "restarted"
    EXTENDED = "extended"
    DUE = "due"


class Measure(StrEnum):
    """In what the amount of a step is counted: the terms' units and the minutes of a rest."""

    WORKING_MINUTE = "working_minute"
    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of the proof; days in it are inclusive on both ends."""

    kind: StepKind
    at: datetime
    until: datetime | None = None
    amount: int | None = None
    unit: Measure | None = None
    note: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """The form in which a step is stored."""
        return {
            "kind": self.kind.value,
            "at": self.at.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "amount": self.amount,
            "unit": self.unit.value if self.unit else None,
            "note": dict(self.note),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Self:
        """The step that `to_json` wrote."""
        until, amount, unit, note = (data.get(key) for key in ("until", "amount", "unit", "note"))
        try:
            return cls(
                StepKind(str(data["kind"])),
                parse_moment(str(data["at"])),
                parse_moment(str(until)) if until else None,
                None if amount is None else int(str(amount)),
                Measure(str(unit)) if unit else None,
                {str(k): str(v) for k, v in note.items()} if isinstance(note, Mapping) else {},
            )
        except (KeyError, ValueError):
            raise ClockError(N_("Không đọc được bước tính hạn {data}."), data=dict(data)) from None


@dataclass(frozen=True, slots=True)
class Due:
    """When the result is promised, and why; `at` is None as long as a pause is open."""

    at: datetime | None
    trace: tuple[Step, ...]

    def to_json(self) -> dict[str, object]:
        """The due moment with its offset and the trace, as the command line prints them."""
        return {
            "due": self.at.isoformat() if self.at else None,
            "trace": [step.to_json() for step in self.trace],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Self:
        """The due moment that `to_json` wrote."""
        at, trace = data.get("due"), data.get("trace")
        if not isinstance(trace, Sequence):
            raise ClockError(N_("Không đọc được diễn giải hạn trả."))
        steps = tuple(Step.from_json(step) for step in trace)
        return cls(parse_moment(str(at)) if at else None, steps)
