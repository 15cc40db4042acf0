"""The same office in provinces of three sizes, with an officer's browser in each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import psycopg

from benchmarks.browser import Browser
from benchmarks.cast import cast_of
from benchmarks.crowd import Crowd
from benchmarks.ground import Ground
from benchmarks.line import Line, compared
from benchmarks.statements import heard, scanned
from benchmarks.stopwatch import by_turns
from portal.wiring import Services, utc_now
from tests.factories import PASSWORD

OFFICER, LEADER, CLERK = "tuphap.tanmy", "chutich.tanmy", "motcua.tanmy"
"""The handler in whose unit the open dossiers lie, and who leads it and sits at its desk."""
LARGE = frozenset(
    ("dossier", "leg", "ledger", "decision", "person", "pause", "handover", "note", "mention")
)
"""Tables that grow with every dossier; no page of an officer may read one from end to end."""


@dataclass(frozen=True, slots=True)
class House:
    """A province with so many dossiers, and browsers in it by username."""

    dossiers: int
    shared: Services
    browsers: Mapping[str, Browser]


@cache
def houses(ground: Ground) -> tuple[House, House, House]:
    """The small, the middle and the large one; loaded once for all benchmarks of a run."""
    size = ground.size
    return furnish(ground, size.few), furnish(ground, size.middle), furnish(ground, size.many)


def leave(ground: Ground) -> None:
    """Let go of the connections of all."""
    for house in houses(ground):
        house.shared.engine.dispose()
        for browser in house.browsers.values():
            browser.app.extensions["services"].engine.dispose()
    houses.cache_clear()


def furnish(ground: Ground, count: int) -> House:
    """A database with so many dossiers, the application over it, the officers signed in."""
    shared = ground.furnished(f"house_{count}")
    with psycopg.connect(ground.superuser_url(shared)) as db:
        cast = cast_of(db, OFFICER)
        Crowd(cast, count, ground.size.open_in_unit, ground.size.ledger, utc_now()).load(db)
    app = ground.application(shared)
    browsers = {username: Browser(app) for username in (OFFICER, LEADER, CLERK)}
    for username, browser in browsers.items():
        browser.sign_in(username, PASSWORD)
    return House(count, shared, browsers)


def page(
    ground: Ground, house: House, name: str, who: str, addresses: tuple[str, str]
) -> Iterator[Line]:
    """The whole request here and in the small house by turns: the middle, the slow end.

    `addresses` are that of the small house and that of this one.
    """
    size = ground.size
    few, *_larger = houses(ground)
    here, there = addresses
    large, small = by_turns(
        size.inbox_pages,
        lambda _turn: house.browsers[who].get(there),
        lambda _turn: few.browsers[who].get(here),
        warm_up=size.warm_up,
    )
    note = (
        f"as {who}, whose unit has {size.open_in_unit} open dossiers in either house; "
        f"{asked(house.browsers[who], there)}"
    )
    for share, words in ((0.5, "p50"), (0.95, "p95")):
        yield compared(
            f"{name}, {words}",
            large,
            small,
            to=f"the same page at {few.dossiers:,} dossiers",
            note=note,
            share=share,
        )


def asked(browser: Browser, address: str) -> str:
    """How often a page asks the database, and whether it reads a large table from end to end."""
    engine = browser.app.extensions["services"].engine
    said = heard(engine, lambda: browser.get(address))
    read_whole = sorted(scanned(engine, said) & LARGE)
    plans = f"reads {', '.join(read_whole)} from end to end" if read_whole else "no large scan"
    return f"{len(said)} queries, {plans}"
