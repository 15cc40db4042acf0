"""`flask prepare`: all that must be there before anybody is served."""

import click
from flask.cli import with_appcontext

from portal import preparing
from portal.commands.under import services


@click.command()
@with_appcontext
def prepare() -> None:
    """Migrate, create the test PKI, load the sample province and print its accounts.

    Doing it again does no harm.
    """
    known = services()
    preparing.prepare(known)
    if known.settings.sample_password:
        for line in preparing.accounts(known.settings.sample_password):
            click.echo(line)
