"""What the browser sent, seen by one field: its own inputs under short names.

An input's HTML name is the field's name, or the name and a part: `ngay_sinh-nam`, and inside a
table `thanh_vien-0-ngay_sinh-nam`. Fields are snake case, so the first hyphen ends the name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

MAX_INPUTS = 20_000
"""More inputs than any page of ours has; the rest of a larger post is not looked at."""

_COMMAND = re.compile(r"_(add|remove|refresh):([a-z0-9_-]{1,200}?)(?::([0-9]{1,4}))?")


class MultiDict(Protocol):
    """Posted data, as Werkzeug's MultiDict."""

    def __iter__(self) -> Iterator[str]: ...
    def getlist(self, key: str) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Wire:
    """Part name -> contents; the part "" is an input that has the field's own name."""

    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def first(self, part: str = "") -> str:
        contents = self.parts.get(part)
        return contents[0] if contents else ""

    def all(self, part: str = "") -> Sequence[str]:
        return self.parts.get(part, ())

    def under(self, name: str) -> "Wire":
        """The inputs of the field `name` inside this one."""
        prefix = f"{name}-"
        inner = {
            part.removeprefix(prefix): contents
            for part, contents in self.parts.items()
            if part.startswith(prefix)
        }
        if name in self.parts:
            inner[""] = self.parts[name]
        return Wire(inner)

    @property
    def blank(self) -> bool:
        return not any(text.strip() for contents in self.parts.values() for text in contents)


def split(names: Iterable[str], data: MultiDict) -> dict[str, Wire]:
    """One wire for each of the fields `names`, in one pass over what was sent."""
    found: dict[str, dict[str, Sequence[str]]] = defaultdict(dict)
    wanted = set(names)
    for count, key in enumerate(data):
        if count >= MAX_INPUTS:
            break
        name, _, part = key.partition("-")
        if name in wanted:
            found[name][part] = tuple(str(text) for text in data.getlist(key))
    return {name: Wire(found.get(name, {})) for name in wanted}


@dataclass(frozen=True, slots=True)
class Command:
    """A button that only changes the page: `_add:table`, `_remove:table:2`, `_refresh:address`."""

    verb: str
    field: str
    row: int | None = None


def command_in(data: MultiDict) -> Command | None:
    """The command among what was sent, if any."""
    for count, key in enumerate(data):
        if count >= MAX_INPUTS:
            break
        if match := _COMMAND.fullmatch(key):
            verb, name, row = match.groups()
            return Command(verb, name, int(row) if row else None)
    return None


def typed_in(wires: Mapping[str, Wire]) -> dict[str, list[str]]:
    """Everything typed, under the inputs' names: plain JSON for a draft that is not valid yet."""
    return {
        f"{name}-{part}" if part else name: list(contents)
        for name, wire in wires.items()
        for part, contents in wire.parts.items()
    }


class Typed(dict[str, list[str]]):
    """What typed_in kept, to be given to a form again in place of the posted data."""

    def getlist(self, key: str) -> list[str]:
        return self.get(key, [])
