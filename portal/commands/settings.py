"""`flask settings`: the settings in force."""

import click
from flask.cli import with_appcontext

from portal.commands.under import services


@click.command()
@with_appcontext
def settings() -> None:
    """Print the settings in force, one a line; secrets are masked."""
    for line in services().settings.lines():
        click.echo(line)
