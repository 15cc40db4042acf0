"""The renewals of years to come, year by year, if nobody changes the policy meanwhile."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from procedures.preservation.policy import Policy
from procedures.preservation.renewal import RenewalReason, Strength, due


@dataclass(frozen=True, slots=True)
class Group:
    """Files whose newest archive time stamps rest on the same; None for those without one."""

    strength: Strength | None
    files: int


@dataclass(frozen=True, slots=True)
class Expected:
    """How many files are to be renewed in a calendar year for one reason."""

    year: int
    reason: RenewalReason
    about: str
    files: int


def forecast(
    groups: Iterable[Group], policy: Policy, now: datetime, until: datetime
) -> tuple[Expected, ...]:
    """Every renewal from now until then, also of what will have been renewed in between.

    What is overdue counts as this year's. The next stamp is taken to come from a fresh certificate
    and to rest only on algorithms that last beyond the margin.
    """
    found: Counter[tuple[int, RenewalReason, str]] = Counter()
    for group in groups:
        strength, files = group.strength, group.files
        while True:
            next_due = due(strength, policy)
            at = max(next_due.at, now)
            if at > until:
                break
            found[at.astimezone(now.tzinfo).year, next_due.reason, next_due.about] += files
            good = policy.good_at(at)
            kept = strength.algorithms if strength is not None else ()
            strength = Strength(
                at + policy.stamper_life, tuple(name for name in kept if name in good)
            )
    return tuple(Expected(*key, files) for key, files in sorted(found.items()))
