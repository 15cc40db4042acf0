"""An ordinary officer's inbox in a small house and in a large one: the same work, other crowds."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg

from benchmarks.browser import Browser
from benchmarks.cast import cast_of
from benchmarks.crowd import Crowd
from benchmarks.ground import Ground
from benchmarks.line import Line, compared
from benchmarks.statements import counted, scanned
from benchmarks.stopwatch import by_turns
from portal.wiring import Services, utc_now
from tests.factories import PASSWORD

OFFICER = "tuphap.tanmy"
PAGES = {
    "own work": "/xu-ly",
    "the unit's work": "/xu-ly?hang=don-vi",
    "waiting for others": "/xu-ly?hang=cho-nguoi-khac",
    "search by name": "/xu-ly?hang=don-vi&q=nguyen+thi",
    "search by code": "/xu-ly?hang=don-vi&q=-0001",
}
LARGE = frozenset({"dossier", "leg", "ledger", "decision", "person", "pause"})
"""Tables that grow with every dossier; no page of an officer may read one from end to end."""


@dataclass(frozen=True, slots=True)
class House:
    """A province with so many dossiers, and the officer's browser in it."""

    dossiers: int
    shared: Services
    browser: Browser


def measure(ground: Ground) -> Iterator[Line]:
    """The whole request, through the application, at both sizes by turns."""
    few, many = (furnish(ground, count) for count in (ground.size.few, ground.size.many))
    for name, address in PAGES.items():
        yield from _page(ground, name, address, few, many)
    for house in (few, many):
        house.shared.engine.dispose()


def furnish(ground: Ground, count: int) -> House:
    """A database with so many dossiers, the application over it, the officer signed in."""
    shared = ground.furnished(f"inbox_{count}")
    with psycopg.connect(ground.superuser_url(shared)) as db:
        cast = cast_of(db, OFFICER)
        Crowd(cast, count, ground.size.open_in_unit, ground.size.ledger, utc_now()).load(db)
    browser = Browser(ground.application(shared))
    browser.sign_in(OFFICER, PASSWORD)
    return House(count, shared, browser)


def _page(ground: Ground, name: str, address: str, few: House, many: House) -> Iterator[Line]:
    size = ground.size
    large, small = by_turns(
        size.inbox_pages,
        lambda _turn: many.browser.get(address),
        lambda _turn: few.browser.get(address),
        warm_up=size.warm_up,
    )
    note = (
        f"{address} as {OFFICER}, whose unit has {size.open_in_unit} open dossiers in both houses; "
        f"{_asked(many, address)}"
    )
    for share, words in ((0.5, "p50"), (0.95, "p95")):
        yield compared(
            f"inbox at {many.dossiers:,}, {name}, {words}",
            large,
            small,
            to=f"the same page at {few.dossiers:,} dossiers",
            note=note,
            share=share,
        )


def _asked(house: House, address: str) -> str:
    engine = house.browser.app.extensions["services"].engine

    def ask() -> object:
        return house.browser.get(address)

    read_whole = sorted(scanned(engine, ask) & LARGE)
    plans = f"reads {', '.join(read_whole)} from end to end" if read_whole else "no large scan"
    return f"{counted(engine, ask)} queries, {plans}"
