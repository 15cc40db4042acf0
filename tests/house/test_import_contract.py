"""The import contract of pyproject.toml, kept in this process; `make lint` asks the same."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def others_logs() -> Iterator[None]:
    """The linter sets up logging for itself and silences whoever logged before it."""
    before = [log for log in logging.Logger.manager.loggerDict.values() if _speaks(log)]
    yield
    for log in before:
        if isinstance(log, logging.Logger):
            log.disabled = False


def _speaks(log: logging.Logger | logging.PlaceHolder) -> bool:
    return isinstance(log, logging.Logger) and not log.disabled


def test_every_module_keeps_to_its_layer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT))
    assert Path("pyproject.toml").exists()
    status = lint_imports(config_filename="pyproject.toml", no_cache="CI" in os.environ)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out
