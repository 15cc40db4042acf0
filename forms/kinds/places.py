"""Where lists of places and offices come from: the engine asks, whoever builds the page knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from forms.errors import Text


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative unit as a choice; `level` names its tier for the list's label."""

    code: str
    name: str
    tier: str
    level: Text


@dataclass(frozen=True, slots=True)
class Agency:
    """An office that can be chosen: its code, its name, and the place it belongs to."""

    code: str
    name: str
    place: str


class Places(Protocol):
    """The tree of places. `scope` is "country", "local" (this province) or "historic"."""

    def children(self, parent: str | None, scope: str) -> Sequence[Place]:
        """The places right below, sorted for reading; of None, the topmost; [] at the bottom."""
        ...

    def path(self, code: str) -> Sequence[Place]:
        """From the topmost place down to this one, ended or not; [] when there was never one."""
        ...


class Choices(Places, Protocol):
    """All the lists that a page may offer."""

    def agencies(self, place: str, kinds: Sequence[str]) -> Sequence[Agency]:
        """The offices of these kinds at this very place."""
        ...


class NoChoices:
    """Choices for forms that ask for no place."""

    def children(self, parent: str | None, scope: str) -> Sequence[Place]:
        return []

    def path(self, code: str) -> Sequence[Place]:
        return []

    def agencies(self, place: str, kinds: Sequence[str]) -> Sequence[Agency]:
        return []
