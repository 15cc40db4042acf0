"""`flask renewals`: papers and evidence whose archive time stamps age, ordered or only shown."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import click
from flask.cli import with_appcontext

from portal import outbox
from portal.commands.under import services
from portal.wiring import utc_now
from procedures.acts.restamp import order_restamps
from procedures.acts.restamp_evidence import order_evidence_restamps
from procedures.clock import VIETNAM
from procedures.preservation import Due, load_policy
from procedures.reads.renewals import Ahead, EvidenceDue, File, PaperDue, Renewals, Span
from procedures.reads.renewals import renewals as read

FIRST = 10
_YEAR = timedelta(days=365.25)


@click.command()
@click.option("--dry-run", is_flag=True, help="Order nothing; show the years to come.")
@click.option("--years", default=10, type=click.IntRange(1, 100), show_default=True)
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def renewals(*, dry_run: bool, years: int, as_json: bool) -> None:
    """Stamp files again before their newest time stamp ages: order what is due, or look ahead."""
    if not dry_run:
        with services().transaction() as call:
            papers = order_restamps(call, load_policy())
            evidence = order_evidence_restamps(call, load_policy())
        outbox.push(services())
        ordered = {"ordered": papers, "ordered_evidence": evidence}
        said = f"{papers} papers, {evidence} of evidence ordered"
        click.echo(json.dumps(ordered) if as_json else said)
        return
    now = utc_now().astimezone(VIETNAM)
    with services().reading() as db:
        found = read(db, Span(load_policy(), now, now + years * _YEAR, FIRST))
    click.echo(json.dumps(_facts(found), ensure_ascii=False) if as_json else _text(found))


def _facts(found: Renewals) -> dict[str, object]:
    """The papers' figures, and beside them the evidence's in the same shape."""
    return {
        "papers": found.papers.files,
        **_ahead(found.papers, "papers", _paper),
        "evidence": {
            "files": found.evidence.files,
            **_ahead(found.evidence, "files", _evidence),
        },
    }


def _ahead(
    ahead: Ahead[File], files: str, told: Callable[[File], dict[str, Any]]
) -> dict[str, object]:
    return {
        "years": [
            {"year": one.year, "reason": one.reason.value, "about": one.about, files: one.files}
            for one in ahead.years
        ],
        "first": [told(one) for one in ahead.first],
        "ended": ahead.ended,
        "lost": [told(one) for one in ahead.lost],
    }


def _paper(one: PaperDue) -> dict[str, Any]:
    issued = one.issued_at.astimezone(VIETNAM).isoformat(timespec="seconds")
    which = {"paper": one.notation, "annex": one.annex, "agency": one.agency, "issued_at": issued}
    return {**which, **_due(one.due)}


def _evidence(one: EvidenceDue) -> dict[str, Any]:
    which = {"declaration": str(one.declaration_id), "dossier": one.code, "evidence": one.evidence}
    return {**which, **_due(one.due)}


def _due(due: Due) -> dict[str, Any]:
    return {"due": _day(due.at), "reason": due.reason.value, "about": due.about}


def _text(found: Renewals) -> str:
    lines = [
        *_lines("papers", found.papers, lambda one: f"{_which(one)}  {one.agency}"),
        *_lines("evidence", found.evidence, lambda one: one.code or str(one.declaration_id)),
    ]
    return "\n".join(line.rstrip() for line in lines)


def _lines(kind: str, ahead: Ahead[File], name: Callable[[File], str]) -> Iterable[str]:
    yield f"{kind}: {ahead.files} to renew in time, {ahead.ended} ended"
    yield from (f"{one.year}  {one.files:>9}  {one.reason} {one.about}" for one in ahead.years)
    for mark, files in (("", ahead.first), ("ended ", ahead.lost)):
        for one in files:
            due = one.due
            yield f"  {mark}{_day(due.at)}  {name(one)}  {due.reason} {due.about}"


def _which(one: PaperDue) -> str:
    return f"{one.notation} + {one.annex}" if one.annex else one.notation


def _day(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).date().isoformat()
