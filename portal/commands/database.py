"""`flask db`: the database."""

import click
from flask.cli import with_appcontext

from portal.commands.under import services
from procedures.records.migrations import upgrade


@click.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
@with_appcontext
def db_upgrade() -> None:
    """Bring the database to the newest migration."""
    upgrade(services().engine)
