"""The algorithm policy: until when each algorithm may be relied on, as data with its sources."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("algorithms.json")


@dataclass(frozen=True, slots=True)
class Policy:
    """`until` has each algorithm's last day, None without one; what it does not name is weak.

    Renewal begins `margin` before an end. `stamper_life` is what a forecast supposes of the time
    authority's next certificate.
    """

    until: Mapping[str, datetime | None]
    margin: timedelta
    stamper_life: timedelta

    def good_at(self, moment: datetime) -> tuple[str, ...]:
        """The algorithms that need no renewal for their sake at the moment."""
        edge = moment + self.margin
        return tuple(
            sorted(name for name, until in self.until.items() if until is None or until > edge)
        )

    def ended_at(self, moment: datetime) -> tuple[str, ...]:
        """The algorithms that may not be relied on any more at the moment."""
        ends = self.until.items()
        return tuple(sorted(name for name, until in ends if until is not None and until <= moment))


def parse_policy(text: str) -> Policy:
    """The policy that a JSON text tells; raises ValueError or KeyError for another."""
    told = json.loads(text)
    return Policy(
        until={one["name"]: _end_of(one["until"]) for one in told["algorithms"]},
        margin=timedelta(days=int(told["margin_days"])),
        stamper_life=timedelta(days=365 * int(told["stamper_years"])),
    )


@cache
def load_policy() -> Policy:
    """The policy in force, from `algorithms.json` beside this module."""
    return parse_policy(_FILE.read_text("utf-8"))


def _end_of(day: str | None) -> datetime | None:
    """The end of a last day, UTC."""
    if day is None:
        return None
    last = datetime.fromisoformat(day).date()
    return datetime.combine(last + timedelta(days=1), time(), UTC)
