"""Fields that nobody types: computed from other answers, signed on paper, or mere headings."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from .base import Context, FieldLike, Kind, wrong_shape
from .cleaning import clean
from .number import grouped, plain
from .text import TextKind
from .wire import Wire
from .words import date_in_words, money_in_words

COMPUTATIONS = frozenset({"date_in_words", "money_in_words", "upper", "sum"})


class ComputedKind(Kind[str | int]):
    """`as` says how; texts are kept in Vietnamese, and said anew for other readers."""

    name = "computed"
    typed = False

    def parse(self, field: FieldLike, wire: Wire, context: Context) -> str | int | None:
        return None

    def read(self, field: FieldLike, stored: object) -> str | int:
        if isinstance(stored, str):
            return clean(stored)
        if isinstance(stored, int) and not isinstance(stored, bool):
            return stored
        raise wrong_shape()

    def show(self, field: FieldLike, value: str | int, locale: str) -> list[str]:
        if field.compute == "sum":
            return [grouped(Decimal(value), locale)]
        return [str(value)]

    def spread(self, field: FieldLike, value: str | int, context: Context) -> dict[str, list[str]]:
        return {}

    def example(self, field: FieldLike, context: Context) -> str | int | None:
        return None


class SignatureKind(TextKind):
    """The place where someone signs the declaration; its value is the signer's name, if known."""

    name = "signature"
    typed = False

    def parse(self, field: FieldLike, wire: Wire, context: Context) -> str | None:
        return None

    def spread(self, field: FieldLike, value: str, context: Context) -> dict[str, list[str]]:
        return {}

    def example(self, field: FieldLike, context: Context) -> str | None:
        return None


class GroupKind(TextKind):
    """A heading over other fields; it never has a value."""

    name = "group"
    typed = False

    def read(self, field: FieldLike, stored: object) -> str:
        raise wrong_shape()

    def parse(self, field: FieldLike, wire: Wire, context: Context) -> str | None:
        return None

    def example(self, field: FieldLike, context: Context) -> str | None:
        return None


def compute(how: str, sources: Sequence[object], locale: str = "vi") -> str | int | None:
    """The computed value of the answers `sources`; None while they do not suffice."""
    known = [source for source in sources if source is not None]
    if not known:
        return None
    match how:
        case "date_in_words":
            return _date_words(known[0], locale)
        case "money_in_words":
            return money_in_words(known[0], locale) if isinstance(known[0], int) else None
        case "upper":
            return clean(str(known[0])).upper() if isinstance(known[0], str) else None
        case _:
            return _total(known)


def _date_words(source: object, locale: str) -> str | None:
    if isinstance(source, Mapping):
        year, month, day = (source.get(part) for part in ("year", "month", "day"))
        return date_in_words(year, month, day, locale) if isinstance(year, int) else None
    if not isinstance(source, str):
        return None
    try:
        day_of = date.fromisoformat(source[:10])
    except ValueError:
        return None
    return date_in_words(day_of.year, day_of.month, day_of.day, locale)


def _total(sources: Sequence[object]) -> str | int | None:
    """An int where all parts are whole numbers, else a decimal's string."""
    if all(isinstance(source, int) for source in sources):
        return sum(source for source in sources if isinstance(source, int))
    try:
        return plain(sum((Decimal(str(source)) for source in sources), Decimal(0)))
    except ArithmeticError:
        return None
