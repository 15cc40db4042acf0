"""When the newest archive time stamp of a file has to be followed by another, and why."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from procedures.preservation.policy import Policy


class RenewalReason(StrEnum):
    """Why a file is stamped again; kept in records and never renamed."""

    UNSTAMPED = "unstamped"
    """It was issued before archive time stamps were made, or nobody noted what it rests on."""
    CERTIFICATE = "certificate"
    """The certificate of the time authority ends."""
    ALGORITHM = "algorithm"
    """An algorithm ends that the newest stamp rests on."""


@dataclass(frozen=True, slots=True)
class Strength:
    """What a newest archive time stamp rests on."""

    certificate_ends: datetime
    algorithms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """From when on a renewal is due; `about` names the algorithm, empty for the other reasons."""

    at: datetime
    reason: RenewalReason
    about: str = ""


_AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


def due(strength: Strength | None, policy: Policy) -> Due:
    """When and why: the first end among all, less the policy's margin.

    A file without an archive time stamp, and an algorithm that the policy does not name, are due
    at once.
    """
    if strength is None:
        return Due(_AT_ONCE, RenewalReason.UNSTAMPED)
    ends = [Due(strength.certificate_ends - policy.margin, RenewalReason.CERTIFICATE)]
    for name in strength.algorithms:
        until = policy.until.get(name, _AT_ONCE + policy.margin)
        if until is not None:
            ends.append(Due(until - policy.margin, RenewalReason.ALGORITHM, name))
    return min(ends, key=lambda one: one.at)


def has_ended(strength: Strength | None, policy: Policy, now: datetime) -> bool:
    """Whether it is too late to renew: nothing that a stamp adds now proves the time before.

    An algorithm that the policy does not name is weak, but nobody said when it ended. Nor is it
    ever too late for what has no stamp.
    """
    if strength is None:
        return False
    ended = set(strength.algorithms) & set(policy.ended_at(now))
    return strength.certificate_ends <= now or bool(ended)
