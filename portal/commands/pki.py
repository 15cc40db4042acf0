"""`flask pki`: the test PKI."""

from urllib.parse import urlsplit

import click
from flask.cli import with_appcontext

from portal.commands.under import services
from portal.wiring import utc_now
from procedures.papers.pki_server import serve
from procedures.papers.trust import roots_pem


@click.group()
def pki() -> None:
    """The test PKI."""


@pki.command("serve")
@with_appcontext
def pki_serve() -> None:
    """Answer OCSP, CRL and timestamp questions until told to stop."""
    settings = services().settings
    serve(settings.pki_dir, urlsplit(settings.pki_url).port or 80, utc_now)


@pki.command("roots")
@with_appcontext
def pki_roots() -> None:
    """Print the trust anchors of papers and timestamps as PEM."""
    click.echo(roots_pem(services().trust.now(), utc_now()), nl=False)
