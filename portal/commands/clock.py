"""`flask clock`: the statutory clock."""

import json
from datetime import time as clock_time

import click

from procedures.clock import ClockPolicy, Pause, TermUnit, TimeLimit, due, parse_moment
from procedures.errors import DomainError
from procedures.holidays import seed_calendar


@click.group()
def clock() -> None:
    """The statutory clock."""


@clock.command("due")
@click.option("--received", required=True, help="ISO time; without a zone it is Vietnamese time.")
@click.option("--term", required=True, type=int)
@click.option("--unit", required=True, type=click.Choice([unit.value for unit in TermUnit]))
@click.option("--cutoff", default="15:00", show_default=True)
@click.option("--pause", "pauses", multiple=True, metavar="FROM/TO")
@click.option("--policy", default="pause", type=click.Choice([p.value for p in ClockPolicy]))
@click.option("--calendar", default="hanh-chinh", show_default=True)
@click.option("--json", "as_json", is_flag=True, required=True)
def clock_due(  # noqa: PLR0913 - one option a fact
    received: str,
    term: int,
    unit: str,
    cutoff: str,
    pauses: tuple[str, ...],
    policy: str,
    calendar: str,
    *,
    as_json: bool,
) -> None:
    """Count a due date by the seeded calendar and tell how it was counted."""
    del as_json
    try:
        counted = due(
            parse_moment(received),
            TimeLimit(term, TermUnit(unit), clock_time.fromisoformat(cutoff)),
            seed_calendar(calendar),
            tuple(Pause.parse(item) for item in pauses),
            ClockPolicy(policy),
        )
    except (DomainError, ValueError) as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(json.dumps(counted.to_json(), ensure_ascii=False))
