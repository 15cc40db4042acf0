"""The commands of `flask --app wsgi`, each loaded only when it is called.

The web serves from the same application and needs none of them: what they import (migrations,
the workers, the makers of papers) would cost every start its time and its memory.
"""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

import click
from flask import Flask
from flask.cli import AppGroup

HOMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "check": ("check", "check"),
        "citizen-sign": ("papers", "citizen_sign"),
        "clock": ("clock", "clock"),
        "db": ("database", "db"),
        "keys": ("keys", "keys"),
        "pki": ("pki", "pki"),
        "prepare": ("prepare", "prepare"),
        "reform": ("reform", "reform"),
        "rejudge": ("rejudge", "rejudge_declarations"),
        "renewals": ("renewals", "renewals"),
        "sample": ("sample", "sample"),
        "settings": ("settings", "settings"),
        "signers": ("signers", "signers"),
        "sweep": ("working", "sweep"),
        "verify": ("papers", "verify"),
        "worker": ("working", "worker"),
    }
)
"""A command's module in this package, and its name there."""


class Commands(AppGroup):
    """Knows its commands by name and imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in order."""
        return sorted({*HOMES, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None when there is none."""
        if cmd_name not in HOMES:
            return super().get_command(ctx, cmd_name)
        module, name = HOMES[cmd_name]
        found: click.Command = getattr(import_module(f"{__name__}.{module}"), name)
        return found


def init_app(app: Flask) -> None:
    """Give the application its commands."""
    app.cli = Commands(app.name)
