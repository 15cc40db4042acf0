"""`flask reform`: reorganisations of places and units."""

import json
from dataclasses import asdict
from datetime import date
from uuid import UUID

import click
from flask.cli import with_appcontext

from portal import reorganising
from portal.commands.under import services
from portal.wiring import utc_now
from procedures.errors import DomainError
from procedures.reads.administration.reform_plan import derived_plan


@click.group()
def reform() -> None:
    """Reorganisations of places and units."""


@reform.command("derive")
@click.option("--on", help="First day, ISO; unless said that of the data, 2025-07-01.")
@with_appcontext
def reform_derive(on: str | None) -> None:
    """Print the plan of the tree without districts, drawn up from the package and this tree."""
    with services().reading() as db:
        body = derived_plan(db, utc_now().date(), date.fromisoformat(on) if on else None)
    click.echo(json.dumps(body, ensure_ascii=False, indent=1))


@reform.command("apply")
@click.argument("reorganisation_id", type=click.UUID)
@with_appcontext
def reform_apply(reorganisation_id: UUID) -> None:
    """Carry out an approved reorganisation whose day has come; again, it does nothing."""
    try:
        done = reorganising.carry_out(services(), reorganisation_id)
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(json.dumps(asdict(done)))
