"""One act on many dossiers through the pages, against the same acts one by one."""

from collections.abc import Iterator, Sequence
from uuid import UUID, uuid4

from sqlalchemy import select

from benchmarks.browser import Browser
from benchmarks.ground import Ground
from benchmarks.houses import LEADER, OFFICER, House, houses
from benchmarks.line import Line, compared
from benchmarks.statements import counted
from benchmarks.stopwatch import by_turns
from portal.wiring import Services
from procedures.acts.assign import assign
from procedures.lifecycle import State
from procedures.people import Actor
from procedures.records import Dossier
from tests.factories import Life

COLLEAGUE = "vhxh.tanmy"
"""Handles at the same unit as the officer."""
NOTE = "Chia việc"
BULK = "/xu-ly/hang-loat"


def measure(ground: Ground) -> Iterator[Line]:
    """Turn by turn both halves of the open dossiers go to one officer and to the other."""
    few, *_larger = houses(ground)
    people = Life(few.shared)
    leader = people.actor(LEADER)
    hands = [people.actor(name) for name in (COLLEAGUE, OFFICER)]
    found = _open(few, leader, 2 * ground.size.at_once)
    together, single = found[: ground.size.at_once], found[ground.size.at_once :]
    browser = few.browsers[LEADER]

    def at_once(turn: int) -> None:
        _at_once(browser, _seen(few.shared, together), _taker(hands, turn))

    def one_by_one(turn: int) -> None:
        for dossier_id, version in _seen(few.shared, single):
            with few.shared.transaction(leader) as call:
                assign(call, dossier_id, version, _taker(hands, turn), NOTE)

    size = ground.size
    ours, theirs = by_turns(size.bulks, at_once, one_by_one, warm_up=size.warm_up)
    engine = browser.app.extensions["services"].engine
    turn = size.warm_up + size.bulks
    queries = counted(engine, lambda: at_once(turn))
    _ensure_done(few.shared, together, _taker(hands, turn))
    yield compared(
        f"bulk act on {len(together)} dossiers",
        ours,
        theirs,
        to="the same acts one by one, each a transaction of the acts layer without pages",
        note=f"assigning as {LEADER}, through the application, an outcome kept for each; "
        f"{queries / len(together):.1f} queries a dossier",
    )


def _at_once(browser: Browser, seen: Sequence[tuple[UUID, int]], taker: UUID) -> None:
    chosen = [f"{dossier_id}.{version}" for dossier_id, version in seen]
    fields = {"viec": "phan-cong", "chon": chosen, "officer_id": str(taker), "note": NOTE}
    run = browser.post(f"{BULK}/bat-dau", {**fields, "khoa": str(uuid4())})
    while browser.ask_on(run)["left"]:
        pass


def _taker(hands: Sequence[Actor], turn: int) -> UUID:
    found = hands[turn % 2].person_id
    assert found is not None
    return found


def _ensure_done(shared: Services, ids: Sequence[UUID], taker: UUID) -> None:
    with shared.reading() as db:
        held = set(db.scalars(select(Dossier.holder_officer_id).where(Dossier.id.in_(ids))))
    assert held == {taker}, "the bulk act was refused"


def _open(house: House, leader: Actor, count: int) -> list[UUID]:
    """Dossiers in hand in the leader's unit."""
    with house.shared.reading() as db:
        ids = db.scalars(
            select(Dossier.id)
            .where(
                Dossier.holder_unit_id.in_(leader.unit_ids),
                Dossier.state == State.IN_PROGRESS,
            )
            .order_by(Dossier.code)
            .limit(count)
        ).all()
    assert len(ids) == count, f"{len(ids)} dossiers of {count}"
    return list(ids)


def _seen(shared: Services, ids: Sequence[UUID]) -> list[tuple[UUID, int]]:
    """The dossiers with their versions, as a list would show them."""
    with shared.reading() as db:
        rows = db.execute(select(Dossier.id, Dossier.version).where(Dossier.id.in_(ids)))
        return [(row.id, row.version) for row in rows]
