"""The composition root: builds what the rooms and the workers are handed, and nothing else does.

The web process gets no sealing key and never imports WeasyPrint; workers alone do.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, cast

from redis import Redis
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker

from portal.believing import NewsBook, TrustBook, believing
from portal.settings import Settings
from procedures.acts.call import Call, House
from procedures.acts.together import together
from procedures.anchors import Lists
from procedures.courier import open_courier
from procedures.effects import Queue
from procedures.papers.authorities import Authorities
from procedures.people import SYSTEM, Actor
from procedures.ports import (
    AnnexReader,
    BlobStore,
    CodeSigner,
    Copier,
    Courier,
    Hand,
    Keys,
    LeadersTool,
    Press,
    Seal,
    SignatureCheck,
    Verifier,
)
from procedures.providers import Provider, RemoteSigner
from procedures.reads.actors import actor_of
from procedures.storage import open_store
from procedures.tables import Spreadsheets

TEMPLATES = Path(__file__).parent.parent / "templates"
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What people read aloud and copy from paper: no 0 and O, no 1, I and L, no U."""
NOTICES = "/bao-ky-so"
"""Where remote signing services tell that an order is settled, under the public address."""
PATIENCE_SECONDS = 5
"""How long a request waits for a database that does not answer before it says so."""


def random_code(length: int) -> str:
    """`length` characters of about 4.9 bits each."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def utc_now() -> datetime:
    """The wall clock, read in this one place."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Services:
    """What web and workers share."""

    settings: Settings
    engine: Engine
    sessions: sessionmaker[Session]
    queue: Redis
    blobs: BlobStore
    house: House
    trust: TrustBook
    news: NewsBook

    @contextmanager
    def transaction(self, actor: Actor = SYSTEM) -> Iterator[Call]:
        """One transaction as the actor: committed at the end, rolled back by any exception.

        The tree of units stands still meanwhile; raises `Unavailable` while it is rearranged for
        longer than a person would wait. Right after, one acts with the posts held now.
        """
        with self.aside(actor) as call:
            if together(call.db):
                yield call
            else:
                yield replace(call, actor=_as_of_now(call))

    @contextmanager
    def aside(self, actor: Actor = SYSTEM) -> Iterator[Call]:
        """A transaction that touches neither dossiers nor units: sessions, progress."""
        with self.sessions.begin() as db:
            yield Call(db, actor, utc_now(), self.house, random_code)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that writes nothing."""
        with self.sessions() as db:
            yield db
            db.expunge_all()
            # A rollback makes the driver forget every statement that the server has planned.
            db.commit()


@dataclass(frozen=True, slots=True)
class WorkerServices:
    """What the workers have beyond that: what makes papers and files, seals, checks and sends."""

    shared: Services
    press: Press
    spreadsheets: Spreadsheets
    seal: Seal
    copier: Copier
    checker: SignatureCheck
    courier: Courier
    hand: Hand
    signers: Mapping[str, RemoteSigner]
    keys: Keys
    codes: CodeSigner
    lists: Lists


def services(settings: Settings) -> Services:
    """Connections are opened when first used; nothing here talks to the network."""
    engine = create_engine(
        settings.database_url,
        pool_size=settings.database_pool,
        max_overflow=settings.database_pool,
        pool_pre_ping=True,
        hide_parameters=True,  # an error names its statement, never what people typed
        connect_args={
            "connect_timeout": PATIENCE_SECONDS,
            "options": "-c timezone=UTC -c statement_timeout=30000",
        },
    )
    sessions = sessionmaker(engine, expire_on_commit=False)
    blobs = open_store(settings.blob_url)
    return Services(
        settings=settings,
        engine=engine,
        sessions=sessions,
        queue=Redis.from_url(settings.redis_url, socket_connect_timeout=1, socket_timeout=None),
        blobs=blobs,
        house=House(base_url=settings.base_url.rstrip("/"), test_mark=settings.test_pki),
        trust=TrustBook(sessions, test=settings.test_pki),
        news=NewsBook(sessions, blobs),
    )


def _as_of_now(call: Call) -> Actor:
    """The actor with the posts that stand now, not with those of a moment ago."""
    if call.actor.person_id is None:
        return call.actor
    return actor_of(call.db, call.actor.person_id, call.today) or call.actor


class _NotHere:
    """A part that this worker is not given; to ask it for anything is a mistake of ours."""

    def __getattr__(self, name: str) -> NoReturn:
        raise RuntimeError(f"the worker of this queue has no {name}")


class _WhenAsked:
    """A part that is loaded when it is first asked for anything: a workbook needs no press."""

    def __init__(self, load: Callable[[], object]) -> None:
        self._load = load

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the part has
        return getattr(self._load(), name)


def worker_services(shared: Services, queue: Queue = Queue.PAPERS) -> WorkerServices:
    """What the worker of a queue is given: the keys and the press only where papers are made.

    The worker of exports has neither: it begins a process for each (`export_services`).
    """
    courier = open_courier(shared.settings.mail_url, "cong-dich-vu-cong@bacgiang.example")
    absent: Any = _NotHere()
    bare = WorkerServices(
        shared,
        press=absent,
        spreadsheets=absent,
        seal=absent,
        copier=absent,
        checker=absent,
        courier=courier,
        hand=absent,
        signers=absent,
        keys=absent,
        codes=absent,
        lists=absent,
    )
    match queue:
        case Queue.NOTICES | Queue.EXPORTS:
            return bare
        case Queue.SIGNINGS:
            signers = remote_signers(shared.settings)
            return replace(
                bare,
                checker=_checker(shared),
                hand=hand(shared.trust),
                signers=signers,
                lists=_lists(shared),
            )
        case Queue.PAPERS:
            return _with_papers(bare)


def _with_papers(bare: WorkerServices) -> WorkerServices:
    """Loads WeasyPrint and the seal, here and nowhere else: a worker's memory, never the web's."""
    from procedures.papers.key_ring import KeyRing  # noqa: PLC0415
    from procedures.papers.outfit import (  # noqa: PLC0415
        issued_keys,
        open_codes,
        open_copier,
        sealing,
    )

    settings, book = bare.shared.settings, bare.shared.trust
    fonts = settings.paper_fonts_dir
    folder, test = settings.pki_dir, settings.test_pki
    codes, ways = open_codes(folder, utc_now), ways_to(settings)
    ring = KeyRing(folder, utc_now, keys_service, test=test)
    return replace(
        bare,
        press=_press(settings, codes),
        seal=believing(book, sealing(ring, ways, fonts, utc_now)),
        copier=open_copier(fonts),
        keys=issued_keys(folder, utc_now, test=test),
        codes=codes,
    )


def export_services(shared: Services) -> WorkerServices:
    """What a process is given that makes one export and ends: press and workbooks, no keys."""
    from procedures.papers.spreadsheet import XlsxSpreadsheets  # noqa: PLC0415

    press: Any = _WhenAsked(lambda: _press(shared.settings))
    waiting = worker_services(shared, Queue.EXPORTS)
    return replace(waiting, press=press, spreadsheets=XlsxSpreadsheets())


def _checker(shared: Services) -> SignatureCheck:
    @cache  # it remembers what the authorities said
    def load() -> SignatureCheck:
        from procedures.papers.outfit import checking  # noqa: PLC0415

        return believing(shared.trust, checking(ways_to(shared.settings), utc_now))

    return cast("SignatureCheck", _WhenAsked(load))


def _lists(shared: Services) -> Lists:
    from procedures.papers.lists import ListDesk  # noqa: PLC0415

    def load() -> Lists:
        return ListDesk(shared.trust.now(), ways_to(shared.settings), utc_now)

    return cast("Lists", _WhenAsked(load))


def _press(settings: Settings, codes: CodeSigner | None = None) -> Press:
    from procedures.papers.press import WeasyPress  # noqa: PLC0415

    return WeasyPress(TEMPLATES / "papers", settings.paper_fonts_dir, codes)


def ways_to(settings: Settings) -> Authorities:
    """The time authorities and the ways to all: those of the settings, or of the test PKI."""
    from procedures.papers.outfit import test_authorities  # noqa: PLC0415

    if settings.test_pki:
        return test_authorities(settings.pki_dir, settings.pki_url)
    return settings.named_authorities


def keys_service(provider: Provider) -> RemoteSigner:
    """The remote signing service that keeps keys of ours; it has nobody to send notices to."""
    from procedures.remote.opening import open_signer  # noqa: PLC0415

    return open_signer(provider, "")


@cache
def remote_signers(settings: Settings) -> Mapping[str, RemoteSigner]:
    """The signing services by code; they are asked by their own worker, and heard by the web."""
    from procedures.remote.opening import open_signer  # noqa: PLC0415

    notices = f"{settings.base_url.rstrip('/')}{NOTICES}"
    return {one.code: open_signer(one, notices) for one in settings.remote_providers}


@cache
def verifier(book: TrustBook, news: NewsBook) -> Verifier:
    """Judges files offline; loaded at the first verification of a process."""
    from procedures.papers.verdict import RegisterVerifier  # noqa: PLC0415

    return believing(book, lambda trust: RegisterVerifier(trust, utc_now, news.now))


@cache
def leaders_tool(book: TrustBook) -> LeadersTool:
    """Hands papers to leaders' own tokens; loaded at the first such signing of a process."""
    from procedures.papers.outside import LeadersTool as Tool  # noqa: PLC0415

    return believing(book, lambda trust: Tool(trust, utc_now))


@cache
def annex_reader(verified_mb: int) -> AnnexReader:
    """Tries whether a file can go with a paper; loaded at the first of a process."""
    from procedures.papers.annex_check import AnnexCheck  # noqa: PLC0415

    return AnnexCheck(verified_mb)


@cache
def hand(book: TrustBook) -> Hand:
    """Lets citizens sign with keys that are elsewhere; loaded at the first signing of a process."""
    from procedures.papers.hand import CitizensHand  # noqa: PLC0415

    return believing(book, lambda trust: CitizensHand(trust.citizens, utc_now))


@cache
def offline_check(book: TrustBook) -> SignatureCheck:
    """Judges declarations from stored evidence; whoever it would have to ask is nowhere."""
    from procedures.papers.outfit import judging  # noqa: PLC0415

    return believing(book, judging(utc_now))
