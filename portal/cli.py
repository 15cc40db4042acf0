"""The commands of `flask --app wsgi`: preparing, working, sweeping, verifying, counting dates."""

import json
from dataclasses import asdict
from datetime import date
from datetime import time as clock_time
from pathlib import Path
from uuid import UUID

import click
import structlog
from flask import Flask, current_app
from flask.cli import with_appcontext

from portal import background, outbox, reorganising
from portal.verification import verify_file
from portal.wiring import Services, utc_now
from procedures.acts.load_sample import load_sample
from procedures.catalogue.sample import sample_citizens, sample_officers
from procedures.clock import ClockPolicy, Pause, TermUnit, TimeLimit, due, parse_moment
from procedures.effects import Queue
from procedures.errors import DomainError
from procedures.holidays import seed_calendar
from procedures.reads.administration.reform_plan import derived_plan
from procedures.records.migrations import upgrade

log = structlog.get_logger(__name__)


def init_app(app: Flask) -> None:
    """Register every command."""
    groups = (db, pki, sample, clock, reform)
    for command in (*groups, prepare, worker, sweep, verify, citizen_sign, settings):
        app.cli.add_command(command)


def _services() -> Services:
    found: Services = current_app.extensions["services"]
    return found


@click.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
@with_appcontext
def db_upgrade() -> None:
    """Bring the database to the newest migration."""
    upgrade(_services().engine)


@click.command()
@with_appcontext
def prepare() -> None:
    """Migrate, create the test PKI, load the sample province and print its accounts.

    Doing it again does no harm.
    """
    services = _services()
    settings = services.settings
    upgrade(services.engine)
    if settings.test_pki:
        _make_pki(settings.pki_dir, settings.pki_url, settings.sample_password)
    if settings.sample_password:
        with services.transaction() as call:
            load_sample(call, settings.sample_password)
        _print_accounts(settings.sample_password)


def _make_pki(folder: Path, address: str, password: str) -> None:
    from procedures.papers.keys import Citizen, FolderKeys  # noqa: PLC0415 - not for the web
    from procedures.papers.pki_authorities import establish  # noqa: PLC0415
    from procedures.papers.pki_folder import PkiFolder  # noqa: PLC0415

    establish(PkiFolder(folder), utc_now(), address)
    people = [Citizen(c.full_name, c.citizen_no) for c in sample_citizens()]
    FolderKeys(PkiFolder(folder), utc_now).ensure_citizens(people, password)


@click.group()
def pki() -> None:
    """The test PKI."""


@pki.command("serve")
@with_appcontext
def pki_serve() -> None:
    """Answer OCSP, CRL and timestamp questions until told to stop."""
    from urllib.parse import urlsplit  # noqa: PLC0415

    from procedures.papers.pki_server import serve  # noqa: PLC0415

    settings = _services().settings
    serve(settings.pki_dir, urlsplit(settings.pki_url).port or 80, utc_now)


@pki.command("roots")
@with_appcontext
def pki_roots() -> None:
    """Print the trust anchors of papers and timestamps as PEM."""
    from procedures.papers.trust import load_trust, roots_pem  # noqa: PLC0415

    click.echo(roots_pem(load_trust(_services().settings.pki_dir)), nl=False)


@click.group()
def sample() -> None:
    """The sample province."""


@sample.command("accounts")
@with_appcontext
def sample_accounts() -> None:
    """Print the sample accounts of each role."""
    _print_accounts(_services().settings.sample_password)


def _print_accounts(password: str) -> None:
    for citizen in sample_citizens():
        click.echo(f"  {citizen.username:24} công dân · citizen · {citizen.full_name}")
    for officer in sample_officers():
        roles = ", ".join(sorted({post.role.value for post in officer.posts}))
        title = officer.posts[0].title["vi"]
        click.echo(f"  {officer.username:24} {title} · {roles} · {officer.posts[0].unit_key}")
    click.echo(f"  mật khẩu · password: {password}")


@click.command()
@click.argument("queue", type=click.Choice([queue.value for queue in Queue]))
@click.option("--burst", is_flag=True, help="Stop when the queue is empty.")
@with_appcontext
def worker(queue: str, *, burst: bool) -> None:
    """Work one queue in this process; one queue each, so that no job falls between two."""
    background.work(_services(), Queue(queue), burst=burst)


@click.command()
@click.option("--forever", is_flag=True, help="Again every two seconds until told to stop.")
@with_appcontext
def sweep(*, forever: bool) -> None:
    """Bring effects that were lost back into the queue, and throw away old words."""
    if forever:
        background.sweep(_services())
    outbox.push(_services())
    background.tidy(_services())


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@with_appcontext
def verify(files: tuple[Path, ...]) -> None:
    """Judge files: one JSON line each, a verdict for every kind of file."""
    for file in files:
        click.echo(json.dumps(verify_file(_services(), file), ensure_ascii=False))


@click.command("citizen-sign")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--p12", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--password", prompt=True, hide_input=True)
def citizen_sign(source: Path, target: Path, p12: Path, password: str) -> None:
    """Sign a declaration as a citizen's own tool would, with a PKCS#12 file."""
    from procedures.papers.citizen_pen import sign_as_citizen  # noqa: PLC0415

    try:
        target.write_bytes(sign_as_citizen(source.read_bytes(), p12.read_bytes(), password))
    except ValueError as fault:
        raise click.ClickException("the PKCS#12 file does not open with this password") from fault


@click.group()
def reform() -> None:
    """Reorganisations of places and units."""


@reform.command("derive")
@click.option("--on", help="First day, ISO; unless said that of the data, 2025-07-01.")
@with_appcontext
def reform_derive(on: str | None) -> None:
    """Print the plan of the tree without districts, drawn up from the package and this tree."""
    with _services().reading() as db:
        body = derived_plan(db, utc_now().date(), date.fromisoformat(on) if on else None)
    click.echo(json.dumps(body, ensure_ascii=False, indent=1))


@reform.command("apply")
@click.argument("reorganisation_id", type=click.UUID)
@with_appcontext
def reform_apply(reorganisation_id: UUID) -> None:
    """Carry out an approved reorganisation whose day has come; again, it does nothing."""
    try:
        done = reorganising.carry_out(_services(), reorganisation_id)
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(json.dumps(asdict(done)))


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


@click.command()
@with_appcontext
def settings() -> None:
    """Print the settings in force, one a line; secrets are masked."""
    for line in _services().settings.lines():
        click.echo(line)
