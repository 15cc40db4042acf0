"""Which files an issued paper has: the one that was issued, and those that renewed it."""

from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from procedures.records.paper import Paper
from procedures.records.paper_stamp import PaperStamp


def is_newest() -> ColumnElement[bool]:
    """For a query over `PaperStamp`: no later edition of the paper."""
    later = aliased(PaperStamp)
    return ~(
        select(later)
        .where(later.paper_id == PaperStamp.paper_id, later.ordinal > PaperStamp.ordinal)
        .exists()
    )


def newest_stamp_of(db: Session, paper_id: UUID) -> PaperStamp | None:
    """The newest edition's stamp; None of a paper issued before archive time stamps were made."""
    return db.scalar(
        select(PaperStamp)
        .where(PaperStamp.paper_id == paper_id)
        .order_by(PaperStamp.ordinal.desc())
        .limit(1)
    )


def editions_of(db: Session, paper: Paper) -> tuple[str, ...]:
    """Digests of all its files, the issued one first and the newest last."""
    assert paper.issued_sha256 is not None
    renewed = db.scalars(
        select(PaperStamp.sha256)
        .where(PaperStamp.paper_id == paper.id, PaperStamp.ordinal > 0)
        .order_by(PaperStamp.ordinal)
    )
    return (paper.issued_sha256, *renewed)
