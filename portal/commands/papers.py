"""`flask verify` and `flask citizen-sign`: papers as files."""

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from portal.commands.under import services
from portal.verification import verify_file
from procedures.papers.citizen_pen import sign_as_citizen


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@with_appcontext
def verify(files: tuple[Path, ...]) -> None:
    """Judge files: one JSON line each, a verdict for every kind of file."""
    for file in files:
        click.echo(json.dumps(verify_file(services(), file), ensure_ascii=False))


@click.command("citizen-sign")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--p12", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--password", prompt=True, hide_input=True)
def citizen_sign(source: Path, target: Path, p12: Path, password: str) -> None:
    """Sign a declaration as a citizen's own tool would, with a PKCS#12 file."""
    try:
        target.write_bytes(sign_as_citizen(source.read_bytes(), p12.read_bytes(), password))
    except ValueError as fault:
        raise click.ClickException("the PKCS#12 file does not open with this password") from fault
