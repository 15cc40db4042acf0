"""Every notice that an act promises has its letter, in both languages, with the same facts."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAIL = ROOT / "templates" / "mail"
BETWEEN = "\n---\n"

NOTICES = frozenset({"Notify", "NotifyOwner", "NotifySigner"})

_HOLE = re.compile(r"\{\{\s*(\w+)")


@cache
def _promised() -> frozenset[str]:
    """The second words of all `Notify(...)` and its siblings in the acts."""
    found: set[str] = set()
    for path in (ROOT / "procedures" / "acts").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in NOTICES:
                said = ast.walk(node.args[1])
                found.update(
                    one.value
                    for one in said
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )
    return frozenset(found)


def test_every_promised_notice_has_a_letter_and_every_letter_is_sent() -> None:
    assert {path.stem for path in MAIL.glob("*.txt")} == _promised()


@pytest.mark.parametrize("name", sorted(_promised()))
def test_a_letter_says_the_same_in_both_languages(name: str) -> None:
    text = (MAIL / f"{name}.txt").read_text(encoding="utf-8")
    subject, _, body = text.partition("\n")
    vietnamese, parted, english = body.partition(BETWEEN)
    assert parted, "first the legal language, then English"
    assert "{{ code }}" in subject
    assert vietnamese.startswith("Kính gửi")
    assert english.startswith("Dear")
    assert sorted(_HOLE.findall(vietnamese)) == sorted(_HOLE.findall(english))


@pytest.mark.parametrize("name", sorted(_promised()))
def test_a_letter_says_nothing_that_a_postcard_must_not(name: str) -> None:
    """The code and the procedure; no name, no number, no key, no reason."""
    text = (MAIL / f"{name}.txt").read_text(encoding="utf-8")
    assert set(_HOLE.findall(text)) <= {"code", "procedure", "address"}
