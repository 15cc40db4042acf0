"""What the law promises and what may interrupt it: terms, pauses, extensions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final, Self

from procedures.clock.moments import parse_moment
from procedures.clock.refusals import ClockError
from procedures.errors import N_

CUTOFF: Final = time(15)
"""From this hour on, a same-day dossier is due on the next working day."""

LONGEST: Final = 10_000
"""No term is longer, in its own unit; it keeps every count finite."""


class TermUnit(StrEnum):
    """In what a statutory term is counted."""

    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"
    SAME_DAY = "same_day"


CALENDAR_UNITS: Final = frozenset({TermUnit.DAY, TermUnit.MONTH})
"""Units that days off do not stop; only their last day has to be a working day."""


class ClockPolicy(StrEnum):
    """What a pause does to the term; NĐ 61/2018 is read both ways, so the procedure says."""

    PAUSE = "pause"
    RESTART = "restart"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A term such as three working days; `same_day` has no use for its value."""

    value: int
    unit: TermUnit
    cutoff: time = CUTOFF

    def __post_init__(self) -> None:
        least = 0 if self.unit is TermUnit.SAME_DAY else 1
        if not least <= self.value <= LONGEST:
            raise ClockError(
                N_("Thời hạn {value} ({unit}) không hợp lệ."), value=self.value, unit=self.unit
            )

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Self:
        """The term written as `{"value": 3, "unit": "working_day", "cutoff": "15:00"}`."""
        try:
            value = int(str(data.get("value", 0)))
            unit = TermUnit(str(data["unit"]))
            cutoff = time.fromisoformat(str(data.get("cutoff", CUTOFF)))
        except (KeyError, ValueError):
            raise ClockError(N_("Không đọc được thời hạn {data}."), data=dict(data)) from None
        return cls(value, unit, cutoff)

    def to_json(self) -> dict[str, object]:
        """The form that `from_json` reads."""
        return {"value": self.value, "unit": self.unit.value, "cutoff": f"{self.cutoff:%H:%M}"}


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still from `start`; `end` is None as long as nobody resumed it."""

    start: datetime
    end: datetime | None
    reason: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """A pause written `FROM/TO` in ISO 8601; an empty TO leaves it open."""
        start, slash, end = text.partition("/")
        if not slash:
            raise ClockError(N_("Khoảng tạm dừng “{text}” phải có dạng TỪ/ĐẾN."), text=text)
        return cls(parse_moment(start), parse_moment(end) if end.strip() else None)


@dataclass(frozen=True, slots=True)
class Extension:
    """The one new promise that an agency may make, with an apology, before the old one ends.

    The letter of apology names a day; the result is due at its close of hours.
    """

    until: date
    decided: datetime
    reason: str = ""
