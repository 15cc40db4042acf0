"""`flask pki`: the test PKI, and the keys of QR codes."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import click
from flask.cli import with_appcontext

from portal.commands.under import services
from portal.wiring import utc_now
from procedures.clock import VIETNAM
from procedures.papers.code_keys import AHEAD, CodeKeys, NoSuchKeyError
from procedures.papers.pki_server import serve
from procedures.papers.trust import roots_pem


@click.group()
def pki() -> None:
    """The test PKI, and the keys of QR codes."""


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


@pki.command("code-key")
@click.option("--days", type=click.IntRange(0, 365), default=AHEAD.days, show_default=True)
@with_appcontext
def pki_code_key(days: int) -> None:
    """Publish a new key of QR codes and lists that signs so many days from now."""
    click.echo(_code_keys().add(timedelta(days=days)))


@pki.command("withdraw-code-key")
@click.argument("name")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Day since which it leaked.")
@with_appcontext
def pki_withdraw_code_key(name: str, since: datetime | None) -> None:
    """Say that a key of QR codes leaked: what it signed is asked of the register.

    A code of a paper of that day or later is not genuine, on phones without a network too.
    """
    lost = since.replace(tzinfo=VIETNAM) if since else None
    try:
        _code_keys().withdraw(name, lost)
    except NoSuchKeyError as fault:
        raise click.ClickException(f"no key of the name {name}") from fault
    click.echo(_code_keys().current())


def _code_keys() -> CodeKeys:
    return CodeKeys(services().settings.pki_dir, utc_now)
