"""What stands in an officer's form: as it was typed, with what is wrong beside each input."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol, Self

from flask import request
from werkzeug.datastructures import MultiDict

from forms.errors import Fault
from portal.i18n import current_locale, gettext, translate
from procedures.acts.words import CHECK_INPUT
from procedures.errors import DomainError, Incomplete


class WordFault(Protocol):
    """A fault of the core about one input."""

    @property
    def field(self) -> str: ...
    @property
    def msgid(self) -> str: ...
    @property
    def params(self) -> Mapping[str, object]: ...


@dataclass(frozen=True, slots=True)
class Flaw:
    """One line of the error summary: the input's id and the sentence, in the reader's language."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A fault found before the act was tried; it looks like one of the core's."""

    field: str
    msgid: str
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """The inputs of one form by name. `refusal` is why the act was not done, beyond the flaws.

    `kept_at` is when the words were kept that the form opens with, None when it opens afresh.
    """

    values: Mapping[str, Sequence[str]]
    flaws: tuple[Flaw, ...] = ()
    refusal: DomainError | None = None
    kept_at: datetime | None = None

    @classmethod
    def posted(cls) -> Self:
        """What the request at hand brought."""
        return cls(dict(request.form.lists()))

    @classmethod
    def fresh(cls, **values: str) -> Self:
        """A form nobody has typed in, with its first values."""
        return cls({name: [value] for name, value in values.items()})

    def typed(self) -> MultiDict[str, str] | None:
        """What a form of the engine is bound to: the post at hand, or else the words kept."""
        if request.form:
            return request.form
        pairs = [(name, text) for name, values in self.values.items() for text in values]
        return MultiDict(pairs) if self.kept_at else None

    def text(self, name: str) -> str:
        return next(iter(self.values.get(name, ())), "")

    def all(self, name: str) -> Sequence[str]:
        return self.values.get(name, ())

    def number(self, name: str) -> int:
        """A whole number, written with or without dots between thousands; 0 when it is none."""
        plain = "".join(self.text(name).split()).replace(".", "").replace(",", "")
        return int(plain) if plain.isascii() and plain.isdigit() else 0

    def day(self, name: str) -> date | None:
        """The date of three inputs, None when they make none."""
        parts = [self.number(f"{name}-{part}") for part in ("nam", "thang", "ngay")]
        try:
            return date(*parts)
        except ValueError:
            return None

    @property
    def version(self) -> int:
        """The version of the dossier that the officer looked at."""
        return self.number("version")

    @property
    def shown_flaws(self) -> tuple[Flaw, ...]:
        """The error summary: the inputs' flaws, or the one sentence of a refusal."""
        return (Flaw("", translate(self.refusal)),) if self.refusal else self.flaws

    def flaw(self, name: str) -> str:
        """What is wrong with one input, "" when nothing is."""
        return next((flaw.message for flaw in self.flaws if flaw.field == name), "")

    def after(self, refusal: DomainError) -> Self:
        """The same inputs, now that the core has refused them."""
        if isinstance(refusal, Incomplete) and refusal.faults:
            return replace(self, flaws=tuple(_flaw(fault) for fault in refusal.faults))
        return replace(self, refusal=refusal)


def _flaw(fault: object) -> Flaw:
    if isinstance(fault, Flaw):
        return fault
    if isinstance(fault, Fault):
        return Flaw(fault.field or "", fault.message.say(current_locale(), gettext))
    found: WordFault = fault  # type: ignore[assignment]
    return Flaw(found.field, translate(found))


def refuse_entry(*faults: WordFault | Flaw) -> Incomplete:
    """The refusal of a form that cannot even be handed to the act."""
    return Incomplete(CHECK_INPUT, faults)
