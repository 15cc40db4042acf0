"""Every benchmark still runs: a glance at each prints figures beside what they are compared to."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.__main__ import BENCHMARKS
from benchmarks.size import TINY

ROOT = Path(__file__).parents[2]
PATIENCE = 300
"""Seconds after which a benchmark waits for something that does not come."""
SAID = {"name", "value", "unit", "compared_to", "compared_value", "ratio", "runs", "note"}


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    """What `python -m benchmarks --tiny` prints, read as JSON."""
    program = [sys.executable, "-m", "benchmarks", "--tiny"]
    done = subprocess.run(
        program, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_figure_never_stands_alone(lines: list[dict[str, Any]], name: str) -> None:
    mine = [line for line in lines if line["name"].startswith(name)]
    assert mine
    for line in mine:
        assert set(line) == SAID
        assert line["compared_to"]
        assert line["value"] > 0
        assert line["compared_value"] > 0
        assert line["ratio"] == pytest.approx(line["value"] / line["compared_value"], rel=0.01)
        assert line["runs"] >= 1


def test_the_sizes_that_were_asked_for_are_measured(lines: list[dict[str, Any]]) -> None:
    names = " ".join(line["name"] for line in lines)
    assert f"inbox at {TINY.many}" in names
    for kind in ("name", "code", "citizen number"):
        assert f"search by {kind} at {TINY.many}" in names
    assert f"bulk act on {TINY.at_once} dossiers" in names
    assert f"{TINY.in_flight} dossiers in flight" in names
