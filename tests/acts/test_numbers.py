"""Dossier numbers: gap-free and unique under concurrent submission; given back on failure."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import sessionmaker

from portal.wiring import Services
from procedures.acts.declare import prepare
from procedures.acts.numbering import next_dossier_code
from procedures.acts.submit import submit
from procedures.records import Dossier, UnitRow
from tests.factories import CITIZEN, Life

MANY = 50


def test_fifty_concurrent_submissions_get_fifty_consecutive_numbers(life: Life) -> None:
    drafts = [life.draft() for _ in range(MANY)]
    actor = life.actor(CITIZEN)
    for draft_id in drafts:
        with life.services.transaction(actor) as call:
            prepare(call, draft_id)
    life.work()
    wide = _with_connections(life.services, MANY)

    def hand_in(draft_id: UUID) -> str:
        with wide.transaction(actor) as call:
            return submit(call, draft_id, unsigned=True).code

    with ThreadPoolExecutor(MANY) as pool:
        codes = sorted(pool.map(hand_in, drafts))
    heads = {code.rpartition("-")[0] for code in codes}
    assert len(heads) == 1
    assert [int(code.rpartition("-")[2]) for code in codes] == list(range(1, MANY + 1))
    wide.engine.dispose()


def _with_connections(services: Services, most: int) -> Services:
    """The same services over a pool that gives each thread its own connection."""
    engine = create_engine(services.settings.database_url, pool_size=most, max_overflow=0)
    return Services(
        settings=services.settings,
        engine=engine,
        sessions=sessionmaker(engine, expire_on_commit=False),
        queue=services.queue,
        blobs=services.blobs,
        house=services.house,
        trust=services.trust,
        news=services.news,
    )


def test_a_number_comes_back_when_the_submission_fails(life: Life) -> None:
    first = life.submitted()
    with life.services.transaction() as call:
        desk = call.db.get_one(UnitRow, call.db.get_one(Dossier, first).desk_unit_id)

    class Crash(Exception):
        pass

    def crash() -> None:
        with life.services.transaction() as call:
            next_dossier_code(call, desk)
            raise Crash

    with pytest.raises(Crash):
        crash()
    life.submitted()
    with life.services.reading() as db:
        codes = sorted(db.scalars(select(Dossier.code)))
    assert [code[-4:] for code in codes] == ["0001", "0002"]
