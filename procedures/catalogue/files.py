"""Finds the JSON that the catalogue ships, and fills in the parts that several files share."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from procedures.catalogue.node import Node

_DATA = files("procedures.catalogue") / "data"


def read(folder: str, name: str) -> Node:
    """The shipped file `data/<folder>/<name>.json`, with shared parts in place."""
    return Node(_joined(_parsed(folder, name)), f"{folder}/{name}")


def names(folder: str) -> tuple[str, ...]:
    """The files of a folder, sorted, without their ending."""
    return tuple(
        sorted(
            entry.name.removesuffix(".json")
            for entry in (_DATA / folder).iterdir()
            if entry.name.endswith(".json")
        )
    )


@cache
def _parsed(folder: str, name: str) -> object:
    return json.loads((_DATA / folder / f"{name}.json").read_text(encoding="utf-8"))


def _joined(value: object) -> object:
    """`{"$part": name}` becomes the shared part; a list standing in a list is spliced into it."""
    if isinstance(value, Mapping):
        part = _part_name(value)
        if part is not None:
            return _joined(_parsed("parts", part))
        return {key: _joined(member) for key, member in value.items()}
    if isinstance(value, list):
        return list(_spliced(value))
    return value


def _part_name(value: Mapping[str, object]) -> str | None:
    name = value.get("$part")
    return name if isinstance(name, str) and len(value) == 1 else None


def _spliced(items: list[object]) -> Iterator[object]:
    for item in items:
        whole = _joined(item)
        if isinstance(whole, list) and isinstance(item, Mapping):
            yield from whole
        else:
            yield whole
