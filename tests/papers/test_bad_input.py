"""Each file that would keep a reader busy gets its plain word, in bounded work and memory."""

import subprocess
import sys
from pathlib import Path

import pytest

from procedures.reasons import OUTCOMES, Reason
from tests.papers.bad_input import BAD
from tests.papers.conftest import TestPki

UNREADABLE = {
    "bomb_of_objects",
    "bomb_table",
    "count_of_objects",
    "header_alone",
    "looped_fields",
    "looped_reference",
    "looped_tables",
    "looped_tables_of_two",
    "nested_fields",
    "size_of_tables",
    "text_nested",
}
OTHERWISE = {
    "encrypted": "encrypted",
    "encrypted_for_owner": "encrypted",
    "header_late": "not-a-pdf",
    "nothing": "empty",
    "pages_5000": "too-large",
    "picture": "not-a-pdf",
    "tables_many": "too-large",
    "text_endless": "too-large",
    "too_large": "too-large",
}
MOST_WORK = 20.0
"""Seconds of the processor for a file, on a machine that does much else."""


@pytest.fixture(scope="module")
def said(pki: TestPki) -> dict[str, tuple[str, str, float]]:
    """What was said of each file, as a paper and as a declaration, and the work of it."""
    command = [sys.executable, "-m", "tests.papers.bad_input", str(pki.folder)]
    root = Path(__file__).parents[2]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, timeout=500
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = (line.split() for line in done.stdout.splitlines())
    return {name: (paper, declaration, float(work)) for name, paper, declaration, work in lines}


def test_every_bad_file_gets_its_word(said: dict[str, tuple[str, str, float]]) -> None:
    assert list(said) == [bad.__name__ for bad in BAD]
    for name, (paper, declaration, _) in said.items():
        if name in UNREADABLE or name in OTHERWISE:
            word = OTHERWISE.get(name, "unreadable")
            assert (paper, declaration) == (word, word), name
        else:
            # A whole PDF, however odd, that nobody signed.
            assert (paper, declaration) == ("no-signature", "not-our-declaration"), name
        assert OUTCOMES[Reason(paper)].value != "GENUINE"


def test_none_takes_long(said: dict[str, tuple[str, str, float]]) -> None:
    assert {name: work for name, (_, _, work) in said.items() if work > MOST_WORK} == {}
