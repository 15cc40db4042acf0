"""The register in figures: how the dossiers of a unit and a period stand against their dates."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import Session

from procedures.clock import Outcome
from procedures.lifecycle import FINAL_STATES
from procedures.records.dossier import Dossier
from procedures.records.procedure_version import ProcedureVersion
from procedures.records.register import Window, of_window


@dataclass(frozen=True, slots=True)
class Figures:
    """How the dossiers of a window and one procedure stand; every one is counted in one place.

    `early`, `on_time` and `late` as index 2.1 of QĐ 766/QĐ-TTg tells of what is finished; the
    others are at work: `within` their promised date, `overdue`, or `paused`.
    """

    procedure: str
    count: int
    early: int
    on_time: int
    late: int
    within: int
    overdue: int
    paused: int

    def __add__(self, other: "Figures") -> "Figures":
        """Both together, of no procedure alone."""
        return Figures(
            "",
            *(
                getattr(self, part.name) + getattr(other, part.name)
                for part in fields(self)
                if part.name != "procedure"
            ),
        )

    @property
    def settled(self) -> int:
        """Finished with a promised date."""
        return self.early + self.on_time + self.late

    @property
    def ended(self) -> int:
        """Neither settled nor at work any more."""
        return self.count - self.settled - self.within - self.overdue - self.paused

    @property
    def punctual(self) -> float | None:
        """Index 2.1: the share of the settled that was not late; None when none was settled."""
        return (self.early + self.on_time) / self.settled if self.settled else None


def figures(db: Session, window: Window, now: datetime) -> list[Figures]:
    """The window counted by procedure, in the order of their codes; one query."""
    _, query = of_window(window)
    open_ = Dossier.finished_at.is_(None) & Dossier.state.not_in(FINAL_STATES)
    told = [Dossier.index_outcome == outcome for outcome in Outcome]
    dated = [Dossier.due_at >= now, Dossier.due_at < now, Dossier.due_at.is_(None)]
    counts = [func.count().filter(fact) for fact in (*told, *(open_ & fact for fact in dated))]
    rows = db.execute(
        query.with_only_columns(
            ProcedureVersion.code, func.count(), *counts, maintain_column_froms=True
        )
        .group_by(ProcedureVersion.code)
        .order_by(ProcedureVersion.code)
    )
    return [Figures(*list(row)) for row in rows]
