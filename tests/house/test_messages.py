"""Nothing is said in one language alone: every message and every text of the data has both."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from os import PathLike
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PACKAGES = ("forms", "portal", "procedures", "templates")
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
CATALOGUE = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"

_PLACEHOLDERS = re.compile(r"%\((\w+)\)[sd]|(?<!\{)\{(\w+)[^{}]*\}(?!\})")

Said = str | tuple[str, ...]


def _is_ours(folder: str | PathLike[str]) -> bool:
    """Folders that begin with an underline are the kit's: Babel would leave them out."""
    return Path(folder).name != "__pycache__"


@cache
def _extracted() -> Mapping[Said, str]:
    """Every message of code and templates, as `make messages` finds them, with a place of it."""
    with (ROOT / "portal" / "babel.cfg").open(encoding="utf-8") as lines:
        methods, options = parse_mapping_cfg(lines)  # type: ignore[no-untyped-call]
    found: dict[Said, str] = {}
    for package in PACKAGES:
        for name, line, said, *_ in extract_from_dir(
            ROOT / package, methods, options, KEYWORDS, directory_filter=_is_ours
        ):
            found.setdefault(said, f"{package}/{name}:{line}")
    return found


@cache
def _catalogue() -> Catalog:
    with CATALOGUE.open("rb") as lines:
        return read_po(lines, locale="en")


def _messages() -> Iterator[Message]:
    return (message for message in _catalogue() if message.id)


def _strings(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (str(message.string),)


def _ids(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (str(message.id),)


def _holes(text: str) -> set[str]:
    return {one or other for one, other in _PLACEHOLDERS.findall(text)}


def test_every_message_is_in_the_english_catalogue() -> None:
    known = {message.id for message in _messages()}
    known |= {message.id[0] for message in _messages() if isinstance(message.id, tuple)}
    unsaid = {said: at for said, at in _extracted().items() if said and said not in known}
    assert not unsaid, (
        f"make messages, then translate: {len(unsaid)}: {dict(list(unsaid.items())[:8])}"
    )


def test_no_translation_is_missing_or_guessed() -> None:
    empty = [message.id for message in _messages() if not all(_strings(message))]
    guessed = [message.id for message in _messages() if message.fuzzy]
    assert not empty, f"{len(empty)}: {empty[:8]}"
    assert not guessed


def test_both_sides_of_a_message_have_the_same_holes() -> None:
    for message in _messages():
        expected = set().union(*map(_holes, _ids(message)))
        for string in filter(None, _strings(message)):
            missing = expected - _holes(string)
            assert _holes(string) <= expected, (message.id, string)
            assert missing <= {"num", "n"}, (message.id, string)


def test_the_catalogue_says_nothing_that_nobody_says() -> None:
    said: set[str] = set()
    for one in _extracted():
        said.update([one] if isinstance(one, str) else one)
    idle = [message.id for message in _messages() if _ids(message)[0] not in said]
    assert not idle, idle[:8]


def test_messages_are_vietnamese() -> None:
    """A msgid in English would be what a Vietnamese reader sees."""
    english = re.compile(r"\b(the|and|your|please|file|dossier)\b", re.IGNORECASE)
    for said, at in _extracted().items():
        text = said if isinstance(said, str) else said[0]
        assert not english.search(text), (text, at)


DATA = sorted(
    path
    for package in ("forms", "portal", "procedures")
    for path in (ROOT / package).rglob("*.json")
    if "local" not in path.parts
)


def _texts(node: Any, at: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:  # noqa: ANN401
    if isinstance(node, dict):
        if {"vi", "en"} & node.keys():
            yield at, node
        for key, value in node.items():
            yield from _texts(value, f"{at}/{key}")
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield from _texts(value, f"{at}/{place}")


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_every_text_of_the_data_has_both_languages(path: Path) -> None:
    for at, text in _texts(json.loads(path.read_text(encoding="utf-8"))):
        assert {"vi", "en"} <= text.keys(), at
        assert text["vi"], at
        assert text["en"], at
        if isinstance(text["vi"], str):
            assert _holes(text["vi"]) == _holes(text["en"]), at
