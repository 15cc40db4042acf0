"""`flask renewals`: the papers whose archive time stamps age, ordered or only shown."""

import json
from datetime import datetime, timedelta

import click
from flask.cli import with_appcontext

from portal import outbox
from portal.commands.under import services
from portal.wiring import utc_now
from procedures.acts.restamp import order_restamps
from procedures.clock import VIETNAM
from procedures.preservation import load_policy
from procedures.reads.renewals import FirstPaper, Renewals
from procedures.reads.renewals import renewals as read

FIRST = 10
_YEAR = timedelta(days=365.25)


@click.command()
@click.option("--dry-run", is_flag=True, help="Order nothing; show the years to come.")
@click.option("--years", default=10, type=click.IntRange(1, 100), show_default=True)
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def renewals(*, dry_run: bool, years: int, as_json: bool) -> None:
    """Stamp papers again before their newest time stamp ages: order what is due, or look ahead."""
    if not dry_run:
        with services().transaction() as call:
            ordered = order_restamps(call, load_policy())
        outbox.push(services())
        click.echo(json.dumps({"ordered": ordered}) if as_json else f"{ordered} ordered")
        return
    now = utc_now().astimezone(VIETNAM)
    with services().reading() as db:
        found = read(db, load_policy(), now, now + years * _YEAR, FIRST)
    click.echo(json.dumps(_facts(found), ensure_ascii=False) if as_json else _text(found))


def _facts(found: Renewals) -> dict[str, object]:
    return {
        "papers": found.papers,
        "years": [
            {
                "year": one.year,
                "reason": one.reason.value,
                "about": one.about,
                "papers": one.papers,
            }
            for one in found.years
        ],
        "first": [
            {
                "paper": one.notation,
                "annex": one.annex,
                "agency": one.agency,
                "issued_at": one.issued_at.astimezone(VIETNAM).isoformat(timespec="seconds"),
                "due": _day(one.due.at),
                "reason": one.due.reason.value,
                "about": one.due.about,
            }
            for one in found.first
        ],
    }


def _text(found: Renewals) -> str:
    lines = [f"{found.papers} papers"]
    lines += [
        f"{one.year}  {one.papers:>9}  {one.reason} {one.about}".rstrip() for one in found.years
    ]
    lines += [
        f"  {_day(one.due.at)}  {_which(one)}  {one.agency}  {one.due.reason} {one.due.about}"
        for one in found.first
    ]
    return "\n".join(line.rstrip() for line in lines)


def _which(one: FirstPaper) -> str:
    return f"{one.notation} + {one.annex}" if one.annex else one.notation


def _day(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).date().isoformat()
