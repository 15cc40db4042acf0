"""`flask prepare`: all that must be there before anybody is served."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from portal.commands.sample import print_accounts
from portal.commands.under import services
from portal.wiring import utc_now
from procedures.acts.load_sample import load_sample
from procedures.catalogue.sample import sample_citizens
from procedures.papers.keys import Citizen, FolderKeys
from procedures.papers.pki_authorities import establish
from procedures.papers.pki_folder import PkiFolder
from procedures.records.migrations import upgrade


@click.command()
@with_appcontext
def prepare() -> None:
    """Migrate, create the test PKI, load the sample province and print its accounts.

    Doing it again does no harm.
    """
    known = services()
    settings = known.settings
    upgrade(known.engine)
    if settings.test_pki:
        _make_pki(settings.pki_dir, settings.pki_url, settings.sample_password)
    if settings.sample_password:
        with known.transaction() as call:
            load_sample(call, settings.sample_password)
        print_accounts(settings.sample_password)


def _make_pki(folder: Path, address: str, password: str) -> None:
    establish(PkiFolder(folder), utc_now(), address)
    people = [Citizen(c.full_name, c.citizen_no) for c in sample_citizens()]
    FolderKeys(PkiFolder(folder), utc_now).ensure_citizens(people, password)
