"""Every benchmark still runs: a glance at each prints figures beside what they are compared to."""

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

import benchmarks.__main__ as program
from benchmarks.__main__ import BENCHMARKS
from benchmarks.ground import Ground
from benchmarks.houses import leave
from benchmarks.size import TINY
from portal import logs

SAID = {"name", "value", "unit", "compared_to", "compared_value", "ratio", "runs", "note"}


@pytest.fixture(scope="module")
def ground(
    postgres: str, valkey: str, sample_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ground]:
    """The servers of the tests, and the sample that they have loaded, instead of others."""
    assert sample_database.partition("?")[0].endswith("/sample")
    folder = tmp_path_factory.mktemp("bench")
    with (folder / "log").open("w", encoding="utf-8") as log:
        made = Ground(folder, postgres, valkey, TINY, log)
        made.log_to_file()
        yield made
        leave(made)
    logs.configure()


@pytest.fixture(scope="module")
def lines(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What `python -m benchmarks --tiny` prints, read as JSON."""
    printed = tmp_path_factory.mktemp("printed") / "lines"
    with pytest.MonkeyPatch.context() as patch, printed.open("w", encoding="utf-8") as out:
        patch.setattr(program, "open_ground", lambda _size: nullcontext(ground))
        patch.setattr("signal.signal", lambda *_: None)
        patch.setattr(sys, "argv", ["benchmarks", "--tiny"])
        patch.setattr(sys, "stdout", out)
        program.main()
    return [json.loads(line) for line in Path(printed).read_text("utf-8").splitlines()]


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
    for many in (TINY.middle, TINY.many):
        assert f"inbox at {many}" in names
    for kind in ("name", "code", "citizen number"):
        assert f"search by {kind} at {TINY.many}" in names
    assert f"bulk act on {TINY.at_once} dossiers" in names
    assert f"{TINY.in_flight} dossiers in flight" in names
