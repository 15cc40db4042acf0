"""Which editions a preserved file has: as it was first, and those that renewed it.

A paper's annexes have theirs: number 0 is the paper itself, every other the annex of that place.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, cast, literal, not_, or_, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session, aliased

from procedures.records.evidence_stamp import EvidenceStamp
from procedures.records.paper import Paper
from procedures.records.paper_stamp import PaperStamp

THE_PAPER = 0
StampTable = type[PaperStamp] | type[EvidenceStamp]


def is_newest(table: StampTable) -> ColumnElement[bool]:
    """For a query over the table: no later edition of the file."""
    later = aliased(table)
    same = [getattr(later, column) == getattr(table, column) for column in table.FILE]
    followed = select(literal(1)).where(*same, later.ordinal > table.ordinal)
    return not_(followed.exists())


def ages(table: StampTable, edge: datetime, good: Sequence[str]) -> ColumnElement[bool]:
    """Its stamper's certificate ends by then, or it rests on something that is not so good."""
    lasting = table.algorithms.op("<@", is_comparison=True)(cast(list(good), JSONB))
    return or_(table.certificate_ends <= edge, not_(lasting))


def has_ended(table: StampTable, now: datetime, ended: Sequence[str]) -> ColumnElement[bool]:
    """Its stamper's certificate has ended, or an algorithm that it rests on."""
    over = table.certificate_ends <= now
    return over | table.algorithms.op("?|", is_comparison=True)(list(ended)) if ended else over


def without_stamp() -> ColumnElement[bool]:
    """For a query over `Paper`: issued before archive time stamps were made; annexes never were."""
    stamp = select(PaperStamp.paper_id).where(
        PaperStamp.paper_id == Paper.id, PaperStamp.annex == THE_PAPER
    )
    return ~stamp.exists()


def newest_stamp_of(db: Session, paper_id: UUID, annex: int = THE_PAPER) -> PaperStamp | None:
    """The newest edition's stamp; None of a file issued before archive time stamps were made."""
    return db.scalar(
        select(PaperStamp)
        .where(PaperStamp.paper_id == paper_id, PaperStamp.annex == annex)
        .order_by(PaperStamp.ordinal.desc())
        .limit(1)
    )


def newest_of_evidence(db: Session, evidence: str) -> EvidenceStamp | None:
    """The newest edition's stamp; None where nobody noted yet what the evidence rests on."""
    return db.scalar(
        select(EvidenceStamp)
        .where(EvidenceStamp.evidence == evidence)
        .order_by(EvidenceStamp.ordinal.desc())
        .limit(1)
    )


def editions_of(
    db: Session, paper_id: UUID, issued_sha256: str | None, annex: int = THE_PAPER
) -> tuple[str, ...]:
    """Digests of all files of it, the issued one first and the newest last."""
    assert issued_sha256 is not None
    renewed = db.scalars(
        select(PaperStamp.sha256)
        .where(PaperStamp.paper_id == paper_id, PaperStamp.annex == annex, PaperStamp.ordinal > 0)
        .order_by(PaperStamp.ordinal)
    )
    return (issued_sha256, *renewed)
