"""The house's own rules of writing, as far as a program can read them; ruff knows the rest."""

import ast
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APPLICATION = ("forms", "portal", "procedures", "setup", "benchmarks")
MIGRATIONS = "procedures/records/migrations/versions/"
MOST_LINES = 350

SAY_NOTHING = frozenset({"utils", "util", "helpers", "helper", "common", "manager", "misc"})

TIERS = frozenset({"xa", "huyen", "tinh", "district", "commune", "ward", "precinct"})
"""Names of tiers, in both languages. `province` is the sample that the catalogue ships."""

CLOCKS = frozenset({"now", "utcnow", "today"})

READERS = frozenset(
    {
        "wsgi.py",
        "portal/settings.py",
        "portal/local/",
        "portal/watching/metrics.py",
        "setup/",
        "benchmarks/",
    }
)
"""Who may touch the environment: the settings, what sets up and starts processes, and the counters,
whose library is told its folder in no other way."""

PROGRAMS = frozenset({"procedures/papers/pki_server.py"})
"""Started by name: nobody stands above them to hand the time in."""

SHOWN_AS_THEY_ARE = frozenset(
    {
        "templates/_kit/frame/switches.html",
        "templates/_kit/guide_reading.html",
        "templates/_kit/guide_workbench.html",
        "templates/errors/plain.html",
    }
)
"""The switch names each language in itself; the style guide shows samples; the last error page,
which must not fail, says both at once."""

ELSEWHERE = re.compile(
    r"/work/|/root/|/home/\w|/tmp/spec|registry\.npmjs|npmjs\.com|pypi\.org|pythonhosted|"
    r"deb\.debian\.org|ghp_\w{20}|-----BEGIN [A-Z ]*PRIVATE KEY"
)
"""Hosts of registries, folders of one machine, secrets."""

_TAG = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_TRANS = re.compile(r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*-?%\}", re.DOTALL)
_VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")


@cache
def _tracked() -> tuple[str, ...]:
    """Every text file of the repository, new ones included, ignored ones not."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(sorted({name for name in listing.stdout.splitlines() if (ROOT / name).is_file()}))


def _python(*roots: str) -> list[str]:
    return [
        name
        for name in _tracked()
        if name.endswith(".py") and (not roots or name.split("/", 1)[0] in roots)
    ]


@cache
def _tree(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), name)


def _templates() -> list[str]:
    return [name for name in _tracked() if name.startswith("templates/")]


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _walk(name: str) -> Iterator[tuple[ast.AST, str]]:
    """Every node with a place of its own."""
    return ((node, f"{name}:{getattr(node, 'lineno', 0)}") for node in ast.walk(_tree(name)))


def test_no_module_has_a_name_that_says_nothing() -> None:
    for name in _python():
        assert not SAY_NOTHING & set(Path(name).with_suffix("").parts), name


def test_every_module_says_why_it_exists() -> None:
    silent = [name for name in _python() if not ast.get_docstring(_tree(name))]
    assert not [name for name in silent if not name.startswith(MIGRATIONS)]


@pytest.mark.parametrize("name", _python(*APPLICATION))
def test_what_is_public_says_what_is_true_of_it(name: str) -> None:
    if name.startswith((MIGRATIONS, "forms/kinds/")):
        return  # written by Alembic; a module is a kind, and its first sentence says which
    for node in _tree(name).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            overloads = {ast.unparse(one) for one in node.decorator_list}
            assert ast.get_docstring(node) or "overload" in overloads, f"{name}: {node.name}"


def test_no_file_is_long() -> None:
    lengths = {name: _text(name).count("\n") for name in _python()}
    long = {n: lines for n, lines in lengths.items() if lines > MOST_LINES}
    assert not [name for name in long if not name.startswith(MIGRATIONS)], long


def test_no_tier_is_named_in_the_code_of_the_core() -> None:
    for name in _python("procedures"):
        if name.startswith(MIGRATIONS):
            continue
        for node, at in _walk(name):
            words = _words(node)
            assert not TIERS & words, (at, TIERS & words)


def _words(node: ast.AST) -> set[str]:
    """The words of an identifier, or a string that is nothing but one word."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    names = (getattr(node, field, None) for field in ("id", "attr", "arg", "name"))
    return {word for found in names if isinstance(found, str) for word in found.split("_")}


def test_the_core_is_told_what_time_it_is() -> None:
    for name in set(_python("procedures", "forms")) - PROGRAMS:
        for node, at in _walk(name):
            if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
                owner = ast.unparse(node.value)
                assert owner not in {"datetime", "date", "datetime.datetime", "datetime.date"}, at


def test_one_module_reads_the_environment() -> None:
    for name in _python(*APPLICATION, "wsgi.py"):
        if name.startswith(tuple(READERS)):
            continue
        for node, at in _walk(name):
            said = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
            assert said not in {"os.environ", "os.getenv", "os.environb"}, at


@pytest.mark.parametrize("name", _templates())
def test_a_template_brings_no_style_or_script_of_its_own(name: str) -> None:
    """The policy of the pages forbids both; papers are printed with their own sheet of style."""
    text = _text(name)
    assert not re.search(r"\|\s*safe\b", text), "a template trusts no text"
    assert "autoescape false" not in text
    if name.startswith("templates/papers/"):
        return
    bare = _TAG.sub("", text)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:", bare)
    assert all(
        "src=" in tag or "application/" in tag for tag in re.findall(r"<script\b[^>]*>", text)
    )


def _of_pages(name: str) -> bool:
    elsewhere = name.startswith(("templates/papers/", "templates/mail/"))
    return not elsewhere and name not in SHOWN_AS_THEY_ARE


@pytest.mark.parametrize("name", [name for name in _templates() if _of_pages(name)])
def test_what_a_page_says_is_marked_for_translation(name: str) -> None:
    """Papers speak the legal language alone; everything else is said in both."""
    bare = _TAG.sub("", _TRANS.sub("", re.sub(r"\{#.*?#\}", "", _text(name), flags=re.DOTALL)))
    said = [line.strip() for line in bare.splitlines() if _VIETNAMESE.search(line)]
    assert not said


def test_nothing_of_one_machine_or_registry_is_tracked() -> None:
    for name in _tracked():
        if name == "tests/house/test_style.py":
            continue
        try:
            text = _text(name)
        except UnicodeDecodeError:
            continue
        assert not ELSEWHERE.findall(text), name


def test_every_text_is_written_in_composed_letters() -> None:
    for name in _tracked():
        try:
            text = _text(name)
        except UnicodeDecodeError:
            continue
        assert unicodedata.is_normalized("NFC", text), name
