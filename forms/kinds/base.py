"""What every kind of field can do, and what it is given to do it with."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Generic, Protocol, TypeVar

from forms.errors import N_, Message, Text, msg

from .places import Choices
from .wire import Wire

V = TypeVar("V")


class OptionLike(Protocol):
    """One choice of a select, radio or multiselect."""

    @property
    def value(self) -> str: ...
    @property
    def label(self) -> Text: ...


class FieldLike(Protocol):
    """The part of a field's definition that kinds read (`forms.schema.Field` has it all)."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> Text: ...
    @property
    def max_length(self) -> int | None: ...
    @property
    def min(self) -> int | str | None: ...
    @property
    def max(self) -> int | str | None: ...
    @property
    def scale(self) -> int: ...
    @property
    def pattern(self) -> str | None: ...
    @property
    def pattern_message(self) -> Text | None: ...
    @property
    def options(self) -> Sequence[OptionLike]: ...
    @property
    def columns(self) -> Sequence["FieldLike"]: ...
    @property
    def min_rows(self) -> int: ...
    @property
    def max_rows(self) -> int: ...
    @property
    def compute(self) -> str | None: ...
    @property
    def precision(self) -> str | None: ...
    @property
    def not_after(self) -> str | Mapping[str, int] | None: ...
    @property
    def not_before(self) -> str | Mapping[str, int] | None: ...
    @property
    def legacy(self) -> bool: ...
    @property
    def tier(self) -> str | None: ...
    @property
    def places(self) -> str | None: ...
    @property
    def abroad(self) -> bool: ...
    @property
    def detail(self) -> str: ...
    @property
    def unit_kinds(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Context:
    """What a kind may ask of the world: who reads, what day it is, which places there are.

    `choices` is None where no list of places is at hand; places are then checked by shape only.
    """

    locale: str = "vi"
    today: date | None = None
    choices: Choices | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in one field; `part` is the input within it, "" for the whole."""

    message: Message
    part: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was read from the inputs: a value (None: nothing was typed) or problems, or both."""

    value: object = None
    problems: tuple[Problem, ...] = ()


class Refused(Exception):
    """The input cannot be read as this kind's value."""

    def __init__(self, message: Message, part: str = "") -> None:
        super().__init__(message.msgid)
        self.problem = Problem(message, part)


Span = tuple[object, object]
"""The least and the greatest that a value may mean; both alike when it is exact."""


class Kind(ABC, Generic[V]):
    """All about one kind of field. V is its value as it stands in the answers (JSON)."""

    name: ClassVar[str]
    typed: ClassVar[bool] = True
    """False for kinds that nobody types: computed, signature, group."""

    @abstractmethod
    def parse(self, field: FieldLike, wire: Wire, context: Context) -> V | None:
        """The value typed into the inputs, None when blank; raises Refused."""

    @abstractmethod
    def read(self, field: FieldLike, stored: object) -> V:
        """The stored value in its one normal form; raises Refused when it is no such value."""

    def check(self, field: FieldLike, value: V, context: Context) -> Iterator[Problem]:
        """What is wrong with a well-formed value."""
        yield from ()

    @abstractmethod
    def show(self, field: FieldLike, value: V, locale: str) -> list[str]:
        """The value as lines of text for a reader."""

    @abstractmethod
    def spread(self, field: FieldLike, value: V, context: Context) -> dict[str, list[str]]:
        """The inputs' contents that parse back to the value."""

    @abstractmethod
    def example(self, field: FieldLike, context: Context) -> V | None:
        """A plausible value that passes check, or None when this kind cannot invent one."""

    def measure(self, value: V) -> Span | None:
        """What `le` and `lt` compare; None when this kind has no order."""
        return None

    def key(self, value: V) -> object:
        """What `eq` and `in` compare: the value, or a list of which any may match."""
        return value

    def take(self, field: FieldLike, wire: Wire, context: Context) -> Parsed:
        """parse, with a refusal as a problem; never raises."""
        try:
            return Parsed(self.parse(field, wire, context))
        except Refused as refused:
            return Parsed(None, (refused.problem,))

    def problems(self, field: FieldLike, stored: object, context: Context) -> list[Problem]:
        """All that is wrong with an answer that may come from anywhere; never raises."""
        try:
            value = self.read(field, stored)
        except Refused as refused:
            return [refused.problem]
        return list(self.check(field, value, context))

    def lines(self, field: FieldLike, stored: object, locale: str) -> list[str]:
        """Show for an answer that may come from anywhere: unreadable ones give no line."""
        try:
            return self.show(field, self.read(field, stored), locale)
        except Refused:
            return []

    def inputs(self, field: FieldLike, stored: object, context: Context) -> dict[str, list[str]]:
        """Spread for an answer that may come from anywhere: unreadable ones give empty inputs."""
        if stored is None:
            return {}
        try:
            return self.spread(field, self.read(field, stored), context)
        except Refused:
            return {}


def wrong_shape() -> Refused:
    """The refusal of a stored answer that no page of ours could have produced."""
    return Refused(msg(INVALID))


INVALID = N_("Nội dung của mục “{label}” không hợp lệ. Hãy khai lại.")
