"""A line of the settings' table: what may be set, and how text becomes a value or a refusal."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from portal.embedded import database_url, queue_url

ROOT = Path(__file__).resolve().parent.parent
EMBEDDED = "embedded"
MASK = "…"
TOLD_OF_ADDRESSES = frozenset({"host", "port", "dbname", "sslmode", "region"})
"""Parameters of an address that say where something is; any other may be a secret."""

Value = str | int | bool | Path


class SettingsError(Exception):
    """A setting that the system refuses to start with; the message is one line."""


@dataclass(frozen=True, slots=True)
class SettingRow:
    """What a person may set, what it means, and what is allowed."""

    name: str
    attribute: str
    """Its name in `Settings`."""
    kind: str
    default: str
    """May name earlier settings: `{VAR_DIR}/blobs`."""
    vi: str
    en: str
    of: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    min: int = 0
    max: int = 0
    embeddable: bool = True
    """Whether a server of our own may stand in for the one that is addressed."""
    required: bool = False
    """Whether production asks for it by name."""
    hidden: bool = False
    """Whether messages must not repeat its value."""
    production: Mapping[str, Any] = field(default_factory=dict)
    """What is otherwise in production."""

    def under(self, environment: str) -> "SettingRow":
        """The row as it holds in this environment."""
        return replace(self, **self.production) if environment == "production" else self

    def refuse(self, value: str, reason: str) -> SettingsError:
        """One line: the variable, its value unless it is a secret, and what is allowed."""
        shown = MASK if self.hidden and value else repr(value)
        words = _table()["refusals"][reason].format(
            of=", ".join(repr(one) for one in self.of),
            schemes=", ".join(f"{one}://" for one in self.schemes),
            min=self.min,
            max=self.max,
        )
        return SettingsError(f"{self.name}={shown}: {words}")

    def shown(self, value: Value) -> str:
        """The value as a person may see it: of an address its place, of a secret that it is set."""
        if self.kind == "yes_no":
            return "yes" if value else "no"
        if "://" in str(value):
            return _without_secrets(str(value))
        is_folder = self.kind == "text" and "/" in str(value)
        return MASK if self.hidden and value and not is_folder else str(value)

    def read(self, value: str, known: Mapping[str, Value]) -> Value:
        """The value of a text; `known` holds the rows before this one. Raises SettingsError."""
        match self.kind:
            case "whole":
                return self._whole(value)
            case "folder":
                return self._folder(value)
            case "database" | "queue" | "address":
                return self._address(value, Path(str(known.get("VAR_DIR", ROOT))))
            case "choice" | "yes_no":
                return self._one_of(value)
            case _:
                return self._text(value)

    def _whole(self, value: str) -> int:
        if not value.isascii() or not value.isdecimal() or not self.min <= int(value) <= self.max:
            raise self.refuse(value, "whole")
        return int(value)

    def _folder(self, value: str) -> Path:
        path = ROOT / Path(value).expanduser()
        if not value or (path.exists() and not path.is_dir()):
            raise self.refuse(value, "folder")
        return path

    def _address(self, value: str, var_dir: Path) -> str:
        if value == EMBEDDED and self.embeddable and self.kind == "database":
            return database_url(var_dir / "postgres")
        if value == EMBEDDED and self.embeddable and self.kind == "queue":
            return queue_url(var_dir / "valkey")
        scheme, mark, rest = value.partition("://")
        if not mark or not rest.strip("/") or scheme not in self.schemes or not _parses(value):
            raise self.refuse(value, "address")
        return f"postgresql+psycopg://{rest}" if self.kind == "database" else value

    def _one_of(self, value: str) -> str | bool:
        if value not in self.of:
            raise self.refuse(value, "of")
        return value == "yes" if self.kind == "yes_no" else value

    def _text(self, value: str) -> str:
        if self.of and value not in self.of:
            raise self.refuse(value, "of")
        if len(value) < self.min and not (self.kind == "secret" and not value):
            raise self.refuse(value, "short")
        return value


def _without_secrets(address: str) -> str:
    parts = urlsplit(address)
    user, at, place = parts.netloc.rpartition("@")
    name, colon, _ = user.partition(":")
    query = (
        f"{key}={value if key in TOLD_OF_ADDRESSES else MASK}"
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
    )
    place = f"{name}{colon}{MASK if colon else ''}{at}{place}{parts.path}"
    return f"{parts.scheme}://{place}{'?' if parts.query else ''}{'&'.join(query)}"


def _parses(address: str) -> bool:
    try:
        port = urlsplit(address).port
    except ValueError:
        return False
    return port is None or port > 0


@cache
def _table() -> dict[str, Any]:
    text = Path(__file__).with_name("settings.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


@cache
def rows() -> tuple[SettingRow, ...]:
    """The whole table, in an order in which each default names earlier rows only."""
    return tuple(_row(row) for row in _table()["rows"])


def _row(written: dict[str, Any]) -> SettingRow:
    filled: dict[str, Any] = {k: _frozen(v) for k, v in written.items()}
    return SettingRow(**filled)


def _frozen(value: object) -> object:
    """JSON's lists as tuples, also inside the production column."""
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    return tuple(value) if isinstance(value, list) else value
