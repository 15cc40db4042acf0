"""The facts of a result while a template sets them: each is printed once, none is lost.

A template takes the facts that its form names; what it did not know is left over
and printed in a plain table, so a field that the catalogue gains later still shows.
"""

from collections.abc import Iterator, Mapping, Sequence

BLANK = "…………………………"
"""What stands where a form has a place and the dossier has nothing."""


class Fields:
    """A mapping that remembers which of its names have been printed."""

    def __init__(self, values: Mapping[str, object], labels: Mapping[str, str]) -> None:
        self._values = values
        self._labels = labels
        self._taken: set[str] = set()

    def has(self, *names: str) -> bool:
        """Whether any of `names` holds something worth printing."""
        return any(not _empty(self._values.get(name)) for name in names)

    def take(self, *names: str, default: str = BLANK) -> str:
        """The first of `names` that holds something, as one line of text."""
        return line(self._pick(names)) or default

    def first(self, *names: str, default: str = BLANK) -> str:
        """The first line only: an amount without the words that follow it."""
        return next((line(row) for row in self.rows(*names)), default)

    def rows(self, *names: str) -> Sequence[object]:
        """The first of `names` that holds something, as lines or table rows."""
        value = self._pick(names)
        if _empty(value):
            return ()
        if isinstance(value, Sequence) and not isinstance(value, str):
            return value
        return (value,)

    def drop(self, *names: str) -> str:
        """Leave `names` out of the paper: they are known and not meant to be printed."""
        self._taken.update(names)
        return ""

    def rest(self) -> Iterator[tuple[str, object]]:
        """What no part of the template has taken, with its label, in its own order."""
        for name, value in self._values.items():
            if name not in self._taken and not _empty(value):
                yield self._labels.get(name, name.replace("_", " ").capitalize()), value

    def _pick(self, names: Sequence[str]) -> object:
        self._taken.update(names)
        found = (self._values.get(name) for name in names)
        return next((value for value in found if not _empty(value)), None)


def line(value: object) -> str:
    """Any displayed value on one line; a mapping shows its readable `text`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, Mapping):
        return line(value.get("text") or value.get("vi") or "")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(filter(None, map(line, value)))
    return str(value)


def _empty(value: object) -> bool:
    return value is None or value == "" or value == () or value == [] or value == {}
