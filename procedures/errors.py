"""The few ways in which the core refuses, each with a message a person can act on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID


def N_(msgid: str) -> str:  # noqa: N802 - the gettext convention for "mark, do not translate here"
    """Mark a Vietnamese message for the catalogue; the portal translates it later."""
    return msgid


@dataclass(frozen=True, slots=True)
class Term:
    """A marked word or sentence that fills a place in another message, translated like it."""

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.msgid.format(**self.params) if self.params else self.msgid


class DomainError(Exception):
    """A refusal that the core foresaw.

    `msgid` is Vietnamese with `{name}` placeholders, `params` fills them after translation.
    Nothing personal belongs into either: both may reach a log.
    """

    def __init__(self, msgid: str, **params: object) -> None:
        super().__init__(msgid)
        self.msgid = msgid
        self.params: Mapping[str, object] = params

    def __str__(self) -> str:
        return self.msgid.format(**self.params)


class NotFound(DomainError):
    """There is no such thing, or the asker may not learn that there is."""


class Hidden(NotFound):
    """The thing exists but not for this asker: told as `NotFound`, and traced in the ledger."""

    def __init__(self, msgid: str, dossier_id: UUID) -> None:
        super().__init__(msgid)
        self.dossier_id = dossier_id


class NotAllowed(DomainError):
    """The actor lacks the post or the right for this act."""


class NotLawful(DomainError):
    """The law has no such step from where the dossier stands."""


class Stale(DomainError):
    """Somebody else acted first; the message says who did what."""


class Unavailable(DomainError):
    """An outside part (queue, store, authority) does not answer now; trying again may help."""


class Incomplete(DomainError):
    """Something is missing or wrong in what was handed in.

    `faults` lists every fault at once, so that nobody is sent back twice.
    """

    def __init__(self, msgid: str, faults: Sequence[object] = (), **params: object) -> None:
        super().__init__(msgid, **params)
        self.faults: tuple[object, ...] = tuple(faults)
