"""`flask sample`: the sample province."""

import click
from flask.cli import with_appcontext

from portal.commands.under import services
from procedures.catalogue.sample import sample_citizens, sample_officers


@click.group()
def sample() -> None:
    """The sample province."""


@sample.command("accounts")
@with_appcontext
def sample_accounts() -> None:
    """Print the sample accounts of each role."""
    print_accounts(services().settings.sample_password)


def print_accounts(password: str) -> None:
    """The sample accounts with their roles, a line each, then the one password."""
    for citizen in sample_citizens():
        click.echo(f"  {citizen.username:24} công dân · citizen · {citizen.full_name}")
    for officer in sample_officers():
        roles = ", ".join(sorted({post.role.value for post in officer.posts}))
        title = officer.posts[0].title["vi"]
        click.echo(f"  {officer.username:24} {title} · {roles} · {officer.posts[0].unit_key}")
    click.echo(f"  mật khẩu · password: {password}")
