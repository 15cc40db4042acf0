"""Whole lives of dossiers, act by act, on a real database."""

import pytest
from sqlalchemy import select

from procedures.lifecycle import State
from procedures.records import LedgerEntry, Leg, Paper
from procedures.records.ledger import chain_hash
from procedures.records.paper import PaperState
from tests.factories import Life

ALL = (
    "1.000894",
    "1.001193",
    "1.001612",
    "1.001776",
    "1.004873",
    "1.013225",
    "2.000986",
    "3.000333",
)


@pytest.mark.parametrize("procedure", ALL)
def test_every_procedure_goes_from_draft_to_returned_result(life: Life, procedure: str) -> None:
    dossier_id = life.issued(procedure)
    dossier = life.dossier(dossier_id)
    assert dossier.state is State.RETURNED
    assert dossier.holder_unit_id is None
    with life.services.reading() as db:
        papers = db.scalars(select(Paper).where(Paper.dossier_id == dossier_id)).all()
        legs = db.scalars(select(Leg).where(Leg.dossier_id == dossier_id)).all()
        entries = db.scalars(
            select(LedgerEntry)
            .where(LedgerEntry.dossier_id == dossier_id)
            .order_by(LedgerEntry.seq)
        ).all()
    assert {paper.state for paper in papers} == {PaperState.ISSUED}
    assert any(paper.is_result for paper in papers)
    assert all(leg.closed_at is not None for leg in legs)
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert all(entry.hash == chain_hash(entry) for entry in entries)
