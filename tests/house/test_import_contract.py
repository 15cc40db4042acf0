"""The import contract of pyproject.toml, kept in this process; `make lint` asks the same."""

import os
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[2]


def test_every_module_keeps_to_its_layer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT))
    assert Path("pyproject.toml").exists()
    status = lint_imports(config_filename="pyproject.toml", no_cache="CI" in os.environ)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out
