"""The README is true: its commands exist and run, its settings are the settings."""

import json
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from click import Context, Group
from flask import Flask

ROOT = Path(__file__).parents[2]
FLASK = "flask --app wsgi "

_BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)


@cache
def _readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def _section(title: str) -> str:
    _, _, rest = _readme().partition(f"\n## {title}\n")
    assert rest, f"no section {title}"
    return rest.partition("\n## ")[0]


def _table(title: str) -> Iterator[list[str]]:
    """The rows of a section's table, without head and rule."""
    lines = [line for line in _section(title).splitlines() if line.startswith("|")]
    return ([cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:])


def _commands() -> list[str]:
    """What a reader may type: lines of code blocks, and code in the first column of Commands."""
    typed = [
        line.partition("#")[0].removeprefix("$ ").strip()
        for block in _BLOCK.findall(_readme())
        for line in block.splitlines()
    ]
    for first, *_ in _table("Commands"):
        spans = _SPAN.findall(first)
        under_flask = any(span.startswith(FLASK) for span in spans)
        typed += [
            FLASK + span if under_flask and not span.startswith(FLASK) else span for span in spans
        ]
    return [line for line in typed if line.startswith(("make ", "flask "))]


def test_the_readme_tells_of_the_two_commands() -> None:
    assert {"make run", "make test"} <= set(_commands())


@pytest.mark.parametrize("line", [line for line in _commands() if line.startswith("make ")])
def test_every_make_target_exists(line: str) -> None:
    targets = set(_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    asked = [word for word in line.split()[1:] if "=" not in word]
    assert set(asked) <= targets


def test_every_make_target_but_help_is_told() -> None:
    targets = set(_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    told = {word for line in _commands() if line.startswith("make ") for word in line.split()[1:]}
    assert targets - {"help"} <= told


@pytest.mark.parametrize("line", [line for line in _commands() if line.startswith("flask ")])
def test_every_flask_command_exists(house: Flask, line: str) -> None:
    assert line.startswith(FLASK)
    words = shlex.split(line.removeprefix(FLASK))
    found = house.cli.get_command(Context(house.cli), words[0])
    assert found is not None
    for word in words[1:]:
        if not isinstance(found, Group):
            break
        found = found.commands[word]
    assert found.help, f"{line} does not say what it does"
    known = {name for option in found.params for name in option.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_the_example_of_the_clock_runs(house: Flask) -> None:
    (line,) = [line for line in _commands() if line.startswith(f"{FLASK}clock due")]
    told = house.test_cli_runner().invoke(args=shlex.split(line.removeprefix(FLASK)))
    assert told.exit_code == 0, told.output
    assert json.loads(told.output)["due"]


def test_the_settings_are_those_of_the_program() -> None:
    rows = json.loads((ROOT / "portal" / "settings.json").read_text(encoding="utf-8"))["rows"]
    told = [
        (name.strip("`"), default.strip("`"), said) for name, default, said in _table("Settings")
    ]
    assert told == [(row["name"], row.get("default") or "–", row["en"]) for row in rows]


def test_every_folder_and_file_of_the_map_exists() -> None:
    map_of = _section("The map")
    for line in map_of.splitlines():
        for name in re.findall(r"^([a-z]+(?:/|\.py))(?=\s)|(?<=\s\s)([a-z]+/)(?=\s)", line):
            assert (ROOT / (name[0] or "")).exists()


@pytest.mark.parametrize("package", ["portal", "procedures"])
def test_every_part_of_a_package_is_named_on_the_map(package: str) -> None:
    """A newcomer finds each folder there, and learns what is under it."""
    words = set(re.findall(r"[a-z_]+", _section("The map")))
    folders = {path.parent.name for path in (ROOT / package).glob("*/__init__.py")}
    assert folders <= words, folders - words
