"""One figure as `make bench` prints it: never alone, always beside what it is compared to."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median

from benchmarks.stopwatch import Series


@dataclass(frozen=True, slots=True)
class Line:
    """A figure and its comparison. `ratio` is the one to quote: machines differ, ratios less."""

    name: str
    value: float
    unit: str
    compared_to: str
    compared_value: float
    ratio: float
    runs: int
    note: str

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def compared(
    name: str,
    ours: Series,
    theirs: Series,
    *,
    to: str,
    note: str,
    share: float = 0.5,
    clock: str = "wall",
) -> Line:
    """The line of two series, in milliseconds.

    `share` 0.5 is the median, 0.95 the slow end; the note ends with the processor's own medians,
    which a busy machine spoils less.
    """
    mine, plain = (quantile(getattr(each, clock), share) * 1000 for each in (ours, theirs))
    busy = [median(each.cpu) * 1000 for each in (ours, theirs)]
    return Line(
        name=name,
        value=round(mine, 3),
        unit="ms",
        compared_to=to,
        compared_value=round(plain, 3),
        ratio=round(mine / plain, 3),
        runs=len(ours.wall),
        note=f"{note}; this process's processor: {busy[0]:.1f} ms against {busy[1]:.1f} ms",
    )


def quantile(series: Sequence[float], share: float) -> float:
    """The value that `share` of the series does not exceed; the median for a half."""
    if share == 0.5:  # noqa: PLR2004 - the median has its own rule for even numbers
        return median(series)
    ordered = sorted(series)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
