"""Which files an issued paper has: the one that was issued, and those that renewed it.

Its annexes have theirs: number 0 is the paper itself, every other the annex of that place.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from procedures.records.paper import Paper
from procedures.records.paper_stamp import PaperStamp

THE_PAPER = 0


def is_newest() -> ColumnElement[bool]:
    """For a query over `PaperStamp`: no later edition of the file."""
    later = aliased(PaperStamp)
    return ~(
        select(later)
        .where(
            later.paper_id == PaperStamp.paper_id,
            later.annex == PaperStamp.annex,
            later.ordinal > PaperStamp.ordinal,
        )
        .exists()
    )


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
