"""What a finished walk left: its papers as files, and the ledger as a timeline with the clock."""

from pathlib import Path

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from portal.local.journey.walk import Walk
from portal.settings import Settings
from procedures.clock import VIETNAM, Step, explain
from procedures.clock.steps import Due
from procedures.records import Dossier, LedgerEntry, Leg, Paper, Person, UnitRow
from procedures.storage import open_store


def keep_papers(settings: Settings, walk: Walk, folder: Path) -> list[dict[str, str]]:
    """Write every issued paper; results are named `*result*.pdf`."""
    store = open_store(settings.blob_url)
    kept = []
    with _reading(settings) as db:
        dossier = _dossier(db, walk)
        papers = db.scalars(
            select(Paper).where(Paper.dossier_id == dossier.id).order_by(Paper.created_at)
        )
        for paper in papers:
            part = "result" if paper.is_result else "slip"
            file = folder / f"{walk.procedure}-{part}-{paper.kind}.pdf"
            assert paper.issued_sha256 is not None, f"{paper.kind} was not issued"
            file.write_bytes(store.get(paper.issued_sha256))
            kept.append({"file": file.name, "sha256": paper.issued_sha256, "kind": paper.kind})
    return kept


def timeline(settings: Settings, walk: Walk) -> list[str]:
    """The ledger line by line, then who held the dossier, then how the date was counted."""
    with _reading(settings) as db:
        dossier = _dossier(db, walk)
        entries = db.execute(
            select(LedgerEntry, Person.full_name)
            .outerjoin(Person, Person.id == LedgerEntry.actor_id)
            .where(LedgerEntry.dossier_id == dossier.id)
            .order_by(LedgerEntry.seq)
        )
        lines = [
            f"  {e.at.astimezone(VIETNAM):%H:%M:%S}  {e.tag:32} {name or 'Hệ thống'}"
            for e, name in entries
        ]
        legs = db.execute(
            select(Leg, UnitRow.name)
            .join(UnitRow, UnitRow.id == Leg.unit_id)
            .where(Leg.dossier_id == dossier.id, Leg.opened_at.is_not(None))
            .order_by(Leg.ordinal)
        )
        lines += [f"  · {leg.function.value:10} {name['vi']}" for leg, name in legs]
        trace = tuple(Step.from_json(step) for step in dossier.due_trace or ())
        lines += [f"  ⏱ {sentence}" for sentence in explain(Due(dossier.due_at, trace), "vi")]
    return lines


def _reading(settings: Settings) -> Session:
    return Session(create_engine(settings.database_url))


def _dossier(db: Session, walk: Walk) -> Dossier:
    return db.scalars(select(Dossier).where(Dossier.code == walk.code)).one()
