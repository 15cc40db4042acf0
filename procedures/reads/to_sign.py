"""What waits for a leader in many dossiers at once: the open decisions and their papers."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.records import Decision, Paper
from procedures.records.annexes import AnnexRow, annexes_of, read_annexes
from procedures.records.decision import DecisionOutcome
from procedures.records.paper import PaperState
from procedures.routing import Text


@dataclass(frozen=True, slots=True)
class SheetToSign:
    """A paper as it was printed; `seen` is the digest of those bytes, "" before they are there."""

    id: UUID
    title: Text
    notation: str
    dated: date
    seen: str
    annexes: tuple[AnnexRow, ...]


@dataclass(frozen=True, slots=True)
class ToSign:
    """An open decision with its papers, in the order of their numbers."""

    outcome: DecisionOutcome
    signer_post_id: int
    sheets: tuple[SheetToSign, ...]

    @property
    def is_printed(self) -> bool:
        return bool(self.sheets) and all(sheet.seen for sheet in self.sheets)


def to_sign(db: Session, dossier_ids: Collection[UUID]) -> Mapping[UUID, ToSign]:
    """The open decisions of the dossiers, in one query however many they are."""
    rows = db.execute(
        select(Decision, Paper, annexes_of(Paper.id))
        .outerjoin(Paper, (Paper.decision_id == Decision.id) & (Paper.state != PaperState.VOID))
        .where(
            Decision.dossier_id.in_(dossier_ids),
            Decision.decided_at.is_(None),
            Decision.sent_back_at.is_(None),
        )
        .order_by(Paper.number, Paper.id)
    ).all()
    sheets: dict[UUID, list[SheetToSign]] = defaultdict(list)
    for decision, paper, annexes in rows:
        if paper is not None:
            sheets[decision.id].append(_sheet(paper, read_annexes(annexes)))
    return {
        decision.dossier_id: ToSign(
            decision.outcome, decision.signer_post_id, tuple(sheets[decision.id])
        )
        for decision, *_ in rows
    }


def _sheet(paper: Paper, annexes: tuple[AnnexRow, ...]) -> SheetToSign:
    return SheetToSign(
        id=paper.id,
        title=paper.title,
        notation=paper.notation,
        dated=paper.dated,
        seen=(paper.printed_sha256 or "") if paper.state is PaperState.PRINTED else "",
        annexes=annexes,
    )
