"""Times two things turn by turn, so that a machine that slows down slows both."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass, field

Step = Callable[[int], object]
"""Called with the number of the turn; what it gives back is not looked at."""


@dataclass(frozen=True, slots=True)
class Series:
    """Seconds of each turn: on the wall, and of this process's processor time."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def take(self, step: Step, turn: int) -> None:
        """Run the step once and note both times."""
        cpu, wall = time.process_time(), time.perf_counter()
        step(turn)
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(time.process_time() - cpu)


def by_turns(
    runs: int, ours: Step, theirs: Step, *, warm_up: int, between: Step | None = None
) -> tuple[Series, Series]:
    """`warm_up` unnoted turns, then `runs` noted ones: ours, theirs, ours, theirs, ...

    Turns are numbered from 0, the unnoted ones included. `between` the two sides of a turn may
    stand what neither is to be charged with; garbage of one is not collected on the other's time,
    and what was there before is not looked through for any.
    """
    mine, plain = Series(), Series()
    gc.freeze()
    for turn in range(warm_up + runs):
        notes = (Series(), Series()) if turn < warm_up else (mine, plain)
        _turn(turn, *notes, (ours, theirs, between))
    gc.unfreeze()
    return mine, plain


def _turn(turn: int, mine: Series, plain: Series, steps: tuple[Step, Step, Step | None]) -> None:
    ours, theirs, between = steps
    gc.collect()
    mine.take(ours, turn)
    if between is not None:
        between(turn)
    gc.collect()
    plain.take(theirs, turn)
