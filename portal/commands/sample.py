"""`flask sample`: the sample province, and the one next door."""

import click
from flask.cli import with_appcontext

from portal.commands.under import services
from portal.preparing import accounts, posts_of
from procedures.acts.load_neighbour import load_neighbour
from procedures.catalogue.neighbour import neighbour_officers, neighbour_places, neighbour_units


@click.group()
def sample() -> None:
    """The sample province."""


@sample.command("accounts")
@with_appcontext
def sample_accounts() -> None:
    """Print the sample accounts of each role."""
    for line in accounts(services().settings.sample_password):
        click.echo(line)


@sample.command("neighbour")
@with_appcontext
def sample_neighbour() -> None:
    """Add the old tree of the province next door, so that a merger can be prepared.

    Doing it again does no harm.
    """
    known = services()
    with known.transaction() as call:
        added = load_neighbour(call, known.settings.sample_password)
    if added:
        click.echo(f"  {len(neighbour_places())} địa bàn · places")
        click.echo(f"  {len(neighbour_units())} đơn vị · units")
    for line in posts_of(neighbour_officers()):
        click.echo(line)
