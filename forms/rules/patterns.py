"""Patterns of text fields, refused when matching could take for ever: what was typed is untrusted.

A pattern may repeat characters and sets of them, or a fixed text so many times; never a repetition
of repetitions or of alternatives, whose ways to match multiply with every character.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

MOST_REPEATS = 3
"""Repetitions of open length side by side; with the most characters matched they stay cheap."""

_parser: Any = import_module("re._parser")
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_REFUSED = frozenset({"ASSERT", "ASSERT_NOT", "GROUPREF", "GROUPREF_EXISTS"})

_Node = tuple[str, Any]


def fault_of_pattern(pattern: str) -> str:
    """Why the pattern is not taken, in the words of `SchemaError`; "" when it is."""
    try:
        re.compile(pattern)
        nodes = list(_nodes(_parser.parse(pattern)))
    except (re.error, RecursionError, OverflowError) as error:
        return str(error) or type(error).__name__
    if any(name in _REFUSED for name, _ in nodes):
        return "looks around or back"
    repeats = [inside for name, inside in nodes if name in _REPEATS]
    if any(_multiplies(inside) for inside in repeats):
        return "a repetition inside a repetition, or alternatives inside one"
    if sum(most - least > 1 for least, most, _ in repeats) > MOST_REPEATS:
        return f"more than {MOST_REPEATS} repetitions of open length"
    return ""


def _multiplies(repeat: tuple[int, int, Any]) -> bool:
    """Whether one more round leaves more than one way to match what the rounds before took."""
    _, most, body = repeat
    return most > 1 and any(
        name == "BRANCH" or (name in _REPEATS and inside[0] != inside[1])
        for name, inside in _nodes(body)
    )


def _nodes(tree: Any) -> Iterator[_Node]:  # noqa: ANN401 - the library's own tree
    for operator, inside in tree:
        yield str(operator), inside
        for below in _below(inside):
            yield from _nodes(below)


def _below(inside: object) -> Iterator[Any]:
    """The trees that a node holds, wherever it keeps them."""
    if isinstance(inside, _parser.SubPattern):
        yield inside
    elif isinstance(inside, tuple | list):
        for part in inside:
            yield from _below(part)
