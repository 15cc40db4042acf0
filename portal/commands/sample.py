"""`flask sample`: the sample province."""

import click
from flask.cli import with_appcontext

from portal.commands.under import services
from portal.preparing import accounts


@click.group()
def sample() -> None:
    """The sample province."""


@sample.command("accounts")
@with_appcontext
def sample_accounts() -> None:
    """Print the sample accounts of each role."""
    for line in accounts(services().settings.sample_password):
        click.echo(line)
