"""All that must be there before anybody is served: `python -m portal.preparing`.

`flask --app wsgi prepare` does the same by way of the web, which takes a start twice as long.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from portal.believing import at_start
from portal.settings import Settings
from portal.wiring import Services, services, utc_now
from procedures.acts.load_sample import load_sample
from procedures.acts.set_up_trust import set_up_trust
from procedures.catalogue.sample import SampleOfficer, sample_citizens, sample_officers
from procedures.papers.certificate_file import AuthorityReader
from procedures.papers.keys import Citizen, FolderKeys
from procedures.papers.pki_authorities import establish
from procedures.papers.pki_folder import PkiFolder
from procedures.papers.trust import store_files
from procedures.records.migrations import upgrade


def prepare(known: Services) -> None:
    """Migrate, create the test PKI and load the sample province; again, it changes nothing."""
    settings = known.settings
    upgrade(known.engine)
    at_start(settings.environment, known.sessions)
    if settings.test_pki:
        _make_pki(settings.pki_dir, settings.pki_url, settings.sample_password)
        believe_test_pki(known)
    if settings.sample_password:
        with known.transaction() as call:
            load_sample(call, settings.sample_password)


def accounts(password: str) -> Iterator[str]:
    """The sample accounts with their roles, a line each, then the one password."""
    for citizen in sample_citizens():
        yield f"  {citizen.username:24} công dân · citizen · {citizen.full_name}"
    yield from posts_of(sample_officers())
    yield f"  mật khẩu · password: {password}"


def posts_of(officers: Iterable[SampleOfficer]) -> Iterator[str]:
    """The officers' accounts with their roles, a line each."""
    for officer in officers:
        roles = ", ".join(sorted({post.role.value for post in officer.posts}))
        title = officer.posts[0].title["vi"]
        yield f"  {officer.username:24} {title} · {roles} · {officer.posts[0].unit_key}"


def _make_pki(folder: Path, address: str, password: str) -> None:
    establish(PkiFolder(folder), utc_now(), address)
    people = [Citizen(c.full_name, c.citizen_no) for c in sample_citizens()]
    FolderKeys(PkiFolder(folder), utc_now).ensure_citizens(people, password)


def believe_test_pki(known: Services) -> None:
    """Take the test authorities of the PKI folder into the trust stores, where they are not yet."""
    reader = AuthorityReader()
    files = store_files(known.settings.pki_dir)
    found = {store: [reader.read(der) for der in ders] for store, ders in files.items()}
    with known.aside() as call:
        set_up_trust(call, found)


def main() -> None:
    """Prepare under today's settings and print the accounts."""
    settings = Settings.at_start()
    prepare(services(settings))
    if settings.sample_password:
        sys.stdout.writelines(f"{line}\n" for line in accounts(settings.sample_password))


if __name__ == "__main__":
    main()
