"""One figure as `make bench` prints it: never alone, always beside what it is compared to."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median


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


def compared(  # noqa: PLR0913 - a line has these parts
    name: str,
    ours: Sequence[float],
    theirs: Sequence[float],
    *,
    to: str,
    note: str,
    unit: str = "ms",
    share: float = 0.5,
) -> Line:
    """The line of two series of seconds; `share` 0.5 is the median, 0.95 the slow end."""
    scale = 1000 if unit == "ms" else 1
    mine, plain = (quantile(series, share) * scale for series in (ours, theirs))
    return Line(
        name=name,
        value=round(mine, 3),
        unit=unit,
        compared_to=to,
        compared_value=round(plain, 3),
        ratio=round(mine / plain, 3),
        runs=len(ours),
        note=note,
    )


def quantile(series: Sequence[float], share: float) -> float:
    """The value that `share` of the series does not exceed; the median for a half."""
    if share == 0.5:  # noqa: PLR2004 - the median has its own rule for even numbers
        return median(series)
    ordered = sorted(series)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
