"""Whom a process believes, and what it has heard since: parts that follow the records' changes."""

import sys
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast

import structlog
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session, sessionmaker

from portal.setting_rows import SettingsError
from procedures.anchors import CertificateReader
from procedures.errors import NotFound
from procedures.papers.news import Bulletin, News, read_bulletin
from procedures.papers.trust import Trust
from procedures.ports import BlobStore
from procedures.reads.lists import Held, held_lists
from procedures.reads.trust import Edition, edition, test_certificate, trust

T = TypeVar("T")

log = structlog.get_logger(__name__)


class TrustBook:
    """The stores of the records, read again only when they have changed; threads may share it.

    Without `test` no certificate is believed that is for trying out, whatever the records say.
    """

    def __init__(self, sessions: sessionmaker[Session], *, test: bool) -> None:
        self._sessions = sessions
        self._test = test
        self._held: tuple[Edition, Trust] | None = None

    def now(self) -> Trust:
        """The stores as they are this moment; the same object for as long as nothing changes."""
        with self._sessions() as db:
            newest = edition(db)
            held = self._held
            if held is None or held[0] != newest:
                held = self._held = (newest, trust(db, test=self._test))
            db.commit()
        return held[1]


def at_start(environment: str, sessions: sessionmaker[Session]) -> None:
    """`ensure_real` for a process: it ends with one line and status 2, as for a bad setting."""
    try:
        ensure_real(environment, sessions)
    except SettingsError as reason:
        sys.stderr.write(f"{reason}\n")
        sys.exit(2)


def ensure_real(environment: str, sessions: sessionmaker[Session]) -> None:
    """Refuse production where the test PKI is or was believed; raises `SettingsError`.

    What was taken out still vouches for older papers, so such a database is none for production.
    A database that does not answer yet refuses nobody: the book believes no test anyway.
    """
    if environment != "production":
        return
    try:
        with sessions() as db:
            found = test_certificate(db)
    except (ProgrammingError, OperationalError):
        return  # before the first migration, or down
    if found is not None:
        raise SettingsError(
            f"PORTAL_ENV='production': kho tin cậy có chứng thư thử nghiệm {found!r} / "
            f"a trust store has the test certificate {found!r}"
        )


class NewsBook:
    """The authorities' newest lists of revoked certificates; each is read once in a process.

    A list that the store of files has lost is missed until the next is fetched: what it would say
    is not known, which no verdict takes for a fault.
    """

    def __init__(self, sessions: sessionmaker[Session], blobs: BlobStore) -> None:
        self._sessions = sessions
        self._blobs = blobs
        self._held: tuple[Held, News] = ((), News())
        self._lists: dict[str, Bulletin] = {}

    def now(self) -> News:
        """What the lists in hand say; the same object for as long as no other is fetched."""
        with self._sessions() as db:
            newest = held_lists(db)
            db.commit()
        if self._held[0] != newest:
            self._held = (newest, self._read(newest))
        return self._held[1]

    def _read(self, newest: Held) -> News:
        known, self._lists = self._lists, {}
        found: dict[str, list[Bulletin]] = {}
        for authority, sha256 in newest:
            try:
                bulletin = known.get(sha256) or read_bulletin(self._blobs.get(sha256))
            except (NotFound, OSError, ValueError) as fault:
                log.warning("list of revoked certificates is missing", error=type(fault).__name__)
                continue
            self._lists[sha256] = bulletin
            found.setdefault(authority, []).append(bulletin)
        return News(found)


class _Believing:
    def __init__(self, book: TrustBook, make: Callable[[Trust], object]) -> None:
        self._book = book
        self._make = make
        self._made: tuple[Trust, object] | None = None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the part has
        believed = self._book.now()
        made = self._made
        if made is None or made[0] is not believed:
            made = self._made = (believed, self._make(believed))
        return getattr(made[1], name)


def believing(book: TrustBook, make: Callable[[Trust], T]) -> T:
    """A part that goes by whom one believes now: made anew when the stores have changed.

    A change is obeyed by every process from the next question on, without a restart.
    """
    return cast("T", _Believing(book, make))


@cache
def authority_reader() -> CertificateReader:
    """Reads the certificates that administrators bring; loaded when the first one comes."""
    from procedures.papers.certificate_file import AuthorityReader  # noqa: PLC0415

    return AuthorityReader()
