"""What the conditions of a form's JSON mean, given the answers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from forms.kinds import kind_of
from forms.kinds.base import Refused, Span
from forms.kinds.dates import resolve
from forms.schema import Cond, Field

ATOMS = frozenset({"eq", "ne", "in", "filled", "le", "lt"})

Finder = Callable[[str], tuple[Field | None, object]]
"""Finds the field with a name and its answer; None for what is unknown, hidden or unanswered."""


def mentioned(cond: Cond) -> Iterator[str]:
    """The names of all fields that a condition looks at."""
    for operator, operand in cond.items():
        match operator:
            case "eq" | "ne" | "in":
                yield str(_pair(operand)[0])
            case "filled":
                yield str(operand)
            case "le" | "lt":
                yield from (str(side) for side in _pair(operand) if is_name(side))
            case _:
                for inner in parts(cond):
                    yield from mentioned(inner)


def parts(cond: Cond) -> Sequence[Cond]:
    """The conditions that `not`, `all` or `any` joins; none for the others."""
    for operator in ("not", "all", "any"):
        if operator in cond:
            inner = cond[operator]
            if isinstance(inner, Mapping):
                return [inner]
            return [part for part in _pair(inner) if isinstance(part, Mapping)]
    return []


def is_name(side: object) -> bool:
    """Whether this side of a comparison names a field."""
    return isinstance(side, str) and side != "today"


def holds(cond: Cond, find: Finder, today: date | None) -> bool:
    """Whether the condition is met. A `le` or `lt` with a missing side is."""
    operator, operand = next(iter(cond.items()))
    match operator:
        case "all":
            return all(holds(part, find, today) for part in parts(cond))
        case "any":
            return any(holds(part, find, today) for part in parts(cond))
        case "not":
            return not holds(parts(cond)[0], find, today)
        case "filled":
            return is_filled(find(str(operand))[1])
        case "le" | "lt":
            low, high = (_span(side, find, today) for side in _pair(operand))
            return _before(low, high, strict=operator == "lt")
        case _:
            name, wanted = _pair(operand)
            several = _pair(wanted) if operator == "in" else (wanted,)
            return _one_of(name, several, find) != (operator == "ne")


def is_filled(value: object) -> bool:
    """Answered with something: false, "", [] and {} are nothing."""
    return bool(value) or (isinstance(value, int) and not isinstance(value, bool))


def _pair(operand: object) -> Sequence[object]:
    return operand if isinstance(operand, list | tuple) else ()


def _one_of(name: object, wanted: Sequence[object], find: Finder) -> bool:
    field, value = find(str(name))
    found = value
    if field is not None and value is not None:
        try:
            kind = kind_of(field.kind)
            found = kind.key(kind.read(field, value))
        except Refused:
            return False
    several = found if isinstance(found, list | tuple) else (found,)
    return any(_same(one, other) for one in several for other in wanted)


def _same(one: object, other: object) -> bool:
    """Equal as JSON: true is not 1."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def _span(side: object, find: Finder, today: date | None) -> Span | None:
    if isinstance(side, Mapping) and "value" in side:
        return _literal(side["value"])
    if not is_name(side):
        day = resolve(side, today)
        return (day, day) if day else None
    field, value = find(str(side))
    if field is None or value is None:
        return None
    kind = kind_of(field.kind)
    try:
        return kind.measure(kind.read(field, value))
    except Refused:
        return None


def _literal(value: object) -> Span | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    if isinstance(value, str) and "-" in value[1:]:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return None
        exact: date = moment if "T" in value else moment.date()
        return exact, exact
    try:
        return Decimal(value), Decimal(value)
    except ArithmeticError:
        return None


def _before(low: Span | None, high: Span | None, *, strict: bool) -> bool:
    """False only when no meaning of the two sides keeps the order."""
    if low is None or high is None:
        return True
    first, last = cast("tuple[Any, Any]", _alike(low[0], high[1]))
    try:
        return bool(first < last if strict else first <= last)
    except TypeError:
        return True


def _alike(one: object, other: object) -> tuple[object, object]:
    """A moment beside a bare day counts as its day."""
    if isinstance(one, datetime) and not isinstance(other, datetime):
        return one.date(), other
    if isinstance(other, datetime) and not isinstance(one, datetime):
        return one, other.date()
    return one, other
