"""The facts of a result while a template sets them: each is printed once, none is lost.

A template takes the facts that its form names; what it did not know is left over
and printed under its own label, so a field that the catalogue gains later still shows.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

BLANK: Final = "…………………………"
"""What stands where a form has a place and the dossier has nothing."""


class Fields:
    """Facts by name, each {label, lines, table?} or plain text, that know if they were printed."""

    def __init__(self, facts: Mapping[str, object]) -> None:
        self._facts = facts
        self._taken: set[str] = set()

    def has(self, *names: str) -> bool:
        """Whether any of `names` holds something worth printing."""
        return any(_said(self._facts.get(name)) for name in names)

    def take(self, *names: str, default: str = BLANK) -> str:
        """The first of `names` that holds something, as one line of text."""
        return line(self.rows(*names)) or default

    def first(self, *names: str, default: str = BLANK) -> str:
        """The first line only: an amount without the words that follow it."""
        return next((line(row) for row in self.rows(*names)), default)

    def rows(self, *names: str) -> Sequence[object]:
        """The first of `names` that holds something: its lines, or its table as the only item."""
        self._taken.update(names)
        found = (_said(self._facts.get(name)) for name in names)
        return next((rows for rows in found if rows), ())

    def drop(self, *names: str) -> str:
        """Leave `names` out of the paper: they are known and not meant to be printed."""
        self._taken.update(names)
        return ""

    def rest(self) -> Iterator[tuple[str, Sequence[object]]]:
        """What no part of the template has taken, with its label, in its own order."""
        for name, fact in self._facts.items():
            if name not in self._taken and (rows := _said(fact)):
                label = fact.get("label") if isinstance(fact, Mapping) else None
                yield str(label or name.replace("_", " ").capitalize()), rows


def line(value: object) -> str:
    """Any displayed value on one line; a mapping shows its readable text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, Mapping):
        return line(value.get("text") or value.get("vi") or "")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(filter(None, map(line, value)))
    return str(value)


def _said(fact: object) -> Sequence[object]:
    """What a fact says, as rows; an empty one says nothing."""
    if isinstance(fact, Mapping) and "lines" in fact:
        table = fact.get("table")
        return (table,) if table else _said(fact["lines"])
    if isinstance(fact, Sequence) and not isinstance(fact, str):
        return [row for row in fact if row is not None and row != ""]
    return () if fact is None or fact == "" else (fact,)
