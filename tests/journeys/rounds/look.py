"""One page that somebody opens, and the list of them that one person goes through."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from playwright.sync_api import Browser

from tests.acts.stages import Stages
from tests.journeys.eyes import WIDE, Window, window


@dataclass(frozen=True, slots=True)
class Look:
    """A page to open; when `sent` is not none, its main form is filled with that and sent."""

    path: str
    sent: Mapping[str, str] | None = None
    status: int = 200

    def __str__(self) -> str:
        return self.path if self.sent is None else f"{self.path} sent"


@dataclass(frozen=True, slots=True)
class Round:
    """Everything that one person looks at; without a username nobody signs in."""

    name: str
    username: str
    looks: Callable[[Stages], Iterator[Look]]

    def __str__(self) -> str:
        return self.name


def walk(browser: Browser, base: str, stages: Stages, of: Round) -> list[str]:
    """Go the round; what was found amiss."""
    with window(browser, base, WIDE) as found:
        if of.username:
            found.be(of.username)
        for look in of.looks(stages):
            _look_at(found, look)
        return found.findings


def _look_at(found: Window, look: Look) -> None:
    """Open it, send what is to be sent, and judge what is then to be seen."""
    found.open(look.path, look.status)
    if look.sent is not None:
        found.send(look.sent)
    found.judge(str(look))
