"""Signing many decisions after one confirmation, against the same signatures one by one."""

from collections.abc import Iterator, Sequence
from uuid import UUID, uuid4

from sqlalchemy import select

from benchmarks.browser import Browser
from benchmarks.ground import Ground
from benchmarks.houses import LEADER
from benchmarks.line import Line, compared
from benchmarks.stopwatch import by_turns
from portal.wiring import Services
from procedures.acts.decide import decide
from procedures.lifecycle import State
from procedures.records import Dossier, Paper
from tests.factories import PASSWORD, Life

BASE, SINGLY = "signing", "signing_singly"
BULK = "/xu-ly/hang-loat"
WARM_UP = 1
"""A turn over a few dossiers: the first signature of a process loads what all of them need."""
Batch = Sequence[tuple[UUID, int, dict[UUID, str]]]
"""Dossier, version, and the digests of its papers."""


def measure(ground: Ground) -> Iterator[Line]:
    """A hundred decisions, and the same hundred in a copy of the database."""
    size = ground.size
    batches = _prepared(ground, [2] * WARM_UP + [size.signed_at_once])
    ground.clone(BASE, SINGLY)
    alone, together = ground.services(SINGLY), ground.services(BASE)
    app = ground.application(together)
    browser = Browser(app)
    browser.sign_in(LEADER, PASSWORD)
    leader = Life(alone).actor(LEADER)

    def one_by_one(turn: int) -> None:
        for dossier_id, version, seen in batches[turn]:
            with alone.transaction(leader) as call:
                decide(call, dossier_id, version, seen)

    ours, theirs = by_turns(
        1, lambda turn: _at_once(browser, batches[turn]), one_by_one, warm_up=WARM_UP
    )
    for shared in (alone, together):
        _ensure_signed(shared, batches)
        shared.engine.dispose()
    app.extensions["services"].engine.dispose()
    yield compared(
        f"signing {size.signed_at_once} decisions at once",
        ours,
        theirs,
        to="the same signatures one by one, each a transaction of the acts layer without pages",
        note=f"as {LEADER}: the page with every paper and its digest, one confirmation, an "
        "outcome kept for each; sealing follows in the worker and is not in this figure",
    )


def _prepared(ground: Ground, sizes: Sequence[int]) -> Sequence[Batch]:
    """Batches of decisions that wait for their leader; nobody is connected any more."""
    shared = ground.furnished(BASE)
    batches = [_waiting(Life(shared), count) for count in sizes]
    shared.engine.dispose()
    return batches


def _at_once(browser: Browser, batch: Batch) -> None:
    chosen = [f"{dossier_id}.{version}" for dossier_id, version, _ in batch]
    browser.show(BULK, {"viec": "ky", "chon": chosen})
    seen = {f"seen.{paper}": digest for *_, papers in batch for paper, digest in papers.items()}
    fields = {"viec": "ky", "hien": chosen, "chon": chosen, "read": "1", **seen}
    run = browser.post(f"{BULK}/bat-dau", {**fields, "khoa": str(uuid4())})
    while browser.ask_on(run)["left"]:
        pass


def _waiting(life: Life, count: int) -> Batch:
    """Dossiers before their leader, the papers printed."""
    batch = []
    for _ in range(count):
        dossier_id = life.proposed()
        with life.services.reading() as db:
            papers = db.scalars(
                select(Paper).where(Paper.dossier_id == dossier_id, Paper.is_result)
            ).all()
        seen = {paper.id: paper.printed_sha256 or "" for paper in papers}
        batch.append((dossier_id, life.dossier(dossier_id).version, seen))
    return batch


def _ensure_signed(shared: Services, batches: Sequence[Batch]) -> None:
    ids = [dossier_id for batch in batches for dossier_id, *_ in batch]
    with shared.reading() as db:
        states = set(db.scalars(select(Dossier.state).where(Dossier.id.in_(ids))))
    assert states == {State.DECIDED}, "a signature was refused"
