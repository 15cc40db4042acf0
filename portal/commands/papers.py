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
@click.option("--independent", is_flag=True, help="Ask other readers, too, and in 15 years.")
@with_appcontext
def verify(files: tuple[Path, ...], *, independent: bool) -> None:
    """Judge files: one JSON line each, a verdict for every kind of file."""
    if independent:
        _verify_by_others(files)
        return
    for file in files:
        click.echo(json.dumps(verify_file(services(), file), ensure_ascii=False))


def _verify_by_others(files: tuple[Path, ...]) -> None:
    """The last line says which rules of PDF/A nobody tried; any doubt is an exit code of 1."""
    # The rehearsal loads what no other command needs.
    from portal.commands.independent import looked_at_again, rules_not_run  # noqa: PLC0415

    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        raise click.ClickException(f"no such file: {', '.join(missing)}")
    found = looked_at_again(services(), files)
    for one in found:
        click.echo(json.dumps(one, ensure_ascii=False))
    click.echo(json.dumps({"pdfa_rules_not_run": rules_not_run()}, ensure_ascii=False))
    if not all(one["sound"] for one in found):
        raise SystemExit(1)


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
