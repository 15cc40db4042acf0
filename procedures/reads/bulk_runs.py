"""How far a run over many dossiers is, and how it ended for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.errors import N_, NotFound
from procedures.people import Actor
from procedures.records import BulkItem, BulkRun, Dossier
from procedures.records.bulk import BulkOutcome

NO_RUN = N_("Không tìm thấy lần xử lý hàng loạt này.")


@dataclass(frozen=True, slots=True)
class RunItem:
    """One dossier of a run; without an outcome nothing was done about it yet."""

    dossier_id: UUID
    code: str
    subject: str
    outcome: BulkOutcome | None
    words: str


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the reader's own. `options` is what the deed was given."""

    id: UUID
    room: str
    deed: str
    options: Mapping[str, str]
    items: tuple[RunItem, ...]

    @property
    def left(self) -> int:
        return sum(item.outcome is None for item in self.items)

    @property
    def done(self) -> int:
        return sum(item.outcome is BulkOutcome.DONE for item in self.items)

    @property
    def not_done(self) -> int:
        return len(self.items) - self.left - self.done


def run_of(db: Session, actor: Actor, run_id: UUID) -> Run:
    """The run with its items in their order; somebody else's is as good as none."""
    run = db.get(BulkRun, run_id)
    if run is None or run.person_id != actor.person_id:
        raise NotFound(NO_RUN)
    rows = db.execute(
        select(BulkItem, Dossier.code, Dossier.subject)
        .join(Dossier, Dossier.id == BulkItem.dossier_id)
        .where(BulkItem.run_id == run_id)
        .order_by(BulkItem.ordinal)
    )
    items = tuple(
        RunItem(item.dossier_id, code, subject, item.outcome, item.words)
        for item, code, subject in rows
    )
    return Run(run.id, run.room, run.deed, run.options, items)
