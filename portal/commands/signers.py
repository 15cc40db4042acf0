"""`flask signers`: the remote signing services in force."""

import click
from flask.cli import with_appcontext

from portal.commands.under import services
from portal.wiring import NOTICES
from procedures.remote.opening import notice_url


@click.command()
@with_appcontext
def signers() -> None:
    """Print each signing service: code, protocol, address, and where to send its notices."""
    settings = services().settings
    notices = f"{settings.base_url.rstrip('/')}{NOTICES}"
    for one in settings.remote_providers:
        told = (one.code, one.protocol.value, one.base_url, notice_url(one, notices))
        click.echo("\t".join(told))
