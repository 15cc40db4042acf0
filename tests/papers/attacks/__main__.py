"""Prints which classes of attack are tried, how many of each, and what is said of them."""

import sys
from collections import Counter

from procedures.reasons import OUTCOMES, Reason
from tests.papers.attacks import ROWS

_LINE = "{:16} {:>4}  {}\n"


def main() -> None:
    """One line a class, then the sum."""
    said: dict[str, Counter[str]] = {}
    for row in ROWS:
        reasons = (row.unknown, row.registered, row.stamped, row.declaration)
        outcomes = (OUTCOMES[Reason(reason)] for reason in reasons if reason)
        said.setdefault(row.kind, Counter()).update(outcomes)
    numbers = Counter(row.kind for row in ROWS)
    for kind in sorted(said):
        words = ", ".join(f"{number} {outcome}" for outcome, number in sorted(said[kind].items()))
        sys.stdout.write(_LINE.format(kind, numbers[kind], words))
    sys.stdout.write(_LINE.format("", len(ROWS), "attacks"))


if __name__ == "__main__":
    main()
