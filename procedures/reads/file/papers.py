"""The papers of a dossier, from the reserved number to the sealed file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures.lifecycle import State
from procedures.records import Dossier, Paper, Revocation, UnitRow
from procedures.records.annexes import AnnexRow, annexes_of, read_annexes
from procedures.records.endings import ended_it
from procedures.records.paper import PaperState
from procedures.records.revocable import may_be_revoked
from procedures.routing import Text


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper. `seen` is the digest of the printed bytes, which a leader signs.

    `signed_outside`: its leader's own program brought it back signed; the seal may be missing yet.
    `ended_by` is the paper that revoked or replaced it, if it is one of ours; `decision_number` and
    `decision_date` are of the decision that revoked it. `may_be_revoked` is asked of an issued one.
    """

    id: UUID
    kind: str
    title: Text
    number: str
    unit: Text
    dated: date
    state: PaperState
    is_result: bool
    result_code: str | None
    decision_id: UUID | None
    seen: str
    issued_at: datetime | None
    void_reason: str
    revoked_at: datetime | None
    revoked_grounds: str
    superseded_by: UUID | None
    signed_outside: bool
    ended_by: UUID | None
    decision_number: str
    decision_date: date | None
    may_be_revoked: bool
    annexes: tuple[AnnexRow, ...]

    @property
    def is_revocable(self) -> bool:
        """It stands, and is of a kind that may be revoked where the dossier stands now."""
        return self.stands and self.may_be_revoked

    @property
    def stands(self) -> bool:
        """Issued, and worth what it says."""
        return self.is_issued and self.revoked_at is None

    @property
    def is_issued(self) -> bool:
        return self.state is PaperState.ISSUED

    @property
    def is_printed(self) -> bool:
        """There are bytes to read, signed or not."""
        return bool(self.seen) and self.state is not PaperState.VOID

    @property
    def is_on_its_way(self) -> bool:
        """A worker is at it: printing, or sealing."""
        return self.state in {PaperState.RESERVED, PaperState.ORDERED}


def papers(db: Session, dossier_id: UUID) -> tuple[PaperRow, ...]:
    """Every paper, oldest first."""
    rows: Iterable[tuple[Paper, Text, State, Revocation | None, tuple[AnnexRow, ...]]] = (
        (row[0], row[1], row[2], row[3], read_annexes(row[4]))
        for row in db.execute(
            select(Paper, UnitRow.name, Dossier.state, Revocation, annexes_of(Paper.id))
            .join(UnitRow, UnitRow.id == Paper.unit_id)
            .join(Dossier, Dossier.id == Paper.dossier_id)
            .outerjoin(Revocation, ended_it(Paper))
            .where(Paper.dossier_id == dossier_id)
            .order_by(Paper.created_at, Paper.id)
        )
    )
    return tuple(
        PaperRow(
            id=paper.id,
            kind=paper.kind,
            title=paper.title,
            number=str(paper.context.get("number_text", "")),
            unit=unit,
            dated=paper.dated,
            state=paper.state,
            is_result=paper.is_result,
            result_code=paper.result_code,
            decision_id=paper.decision_id,
            seen=paper.printed_sha256 or "",
            issued_at=paper.issued_at,
            void_reason=paper.void_reason,
            revoked_at=paper.revoked_at,
            revoked_grounds=paper.revoked_grounds or "",
            superseded_by=paper.superseded_by,
            signed_outside=paper.presigned_sha256 is not None,
            ended_by=revocation.instrument_id if revocation is not None else None,
            decision_number=revocation.decision_number if revocation is not None else "",
            decision_date=revocation.decision_date if revocation is not None else None,
            may_be_revoked=may_be_revoked(state, paper),
            annexes=annexes,
        )
        for paper, unit, state, revocation, annexes in rows
    )
