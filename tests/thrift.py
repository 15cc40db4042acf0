"""What an installation pays once and every test would pay anew: kept for the whole run.

Each test has an application, an engine and accounts of its own. The templates, the addresses and
the strength of a password are the same in all of them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Dialect, Engine
from werkzeug.routing import Rule

from procedures.acts import sign_in

Builder = Callable[..., tuple[str, str]]


class Translated(BytecodeCache):
    """Templates as Python's code, by their name and their text."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        held = self._held.get((bucket.key, bucket.checksum))
        if held is not None:
            bucket.bytecode_from_string(held)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._held[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


class KnownRule(Rule):
    """An address; what writes it from its parts is compiled once for every application."""

    _known: ClassVar[dict[tuple[object, ...], Builder]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Builder:  # noqa: FBT001, FBT002 - Werkzeug's
        if self.defaults:
            return super()._compile_builder(append_unknown)
        key = (append_unknown, *self._trace)
        if key not in self._known:
            self._known[key] = super()._compile_builder(append_unknown)
        return self._known[key]


class Statements:
    """Statements in the server's words, written once for all engines: the server is the same."""

    def __init__(self) -> None:
        self._dialect: Dialect | None = None
        self._written: dict[Any, Any] = {}

    def share(self, engine: Engine) -> None:
        """Let the engine find what others wrote before it; the first must go on to connect."""
        self._dialect = engine.dialect = self._dialect or engine.dialect
        engine.update_execution_options(compiled_cache=self._written)


@contextmanager
def thrifty() -> Iterator[None]:
    """Applications of this process share what is the same in all; passwords are weakly kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": Translated()})
        patch.setattr(Flask, "url_rule_class", KnownRule)
        patch.setattr(sign_in, "_hasher", PasswordHasher.from_parameters(CHEAPEST))
        yield
