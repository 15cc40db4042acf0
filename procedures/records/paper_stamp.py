"""Archive time stamps of issued papers: each row is one edition of a file, the newest is served.

The rows of the paper and its annexes say what was issued and never change; a renewal adds one here.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base


class PaperStamp(Base):
    """An edition of an issued paper, or of an annex, with what its newest stamp rests on."""

    __tablename__ = "paper_stamp"
    __table_args__ = (
        UniqueConstraint("sha256"),
        CheckConstraint("ordinal >= 0", name="ordinal"),
        CheckConstraint("annex >= 0", name="annex"),
        CheckConstraint("(ordinal = 0) = (before_sha256 IS NULL)", name="before"),
        CheckConstraint("before_sha256 <> sha256", name="renewed"),
        CheckConstraint(
            "reason IN ('issued', 'unstamped', 'certificate', 'algorithm')", name="reason"
        ),
    )

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    annex: Mapped[int] = mapped_column(
        primary_key=True,
        autoincrement=False,
        server_default="0",
        comment="0 the paper itself, else its annex of that place",
    )
    ordinal: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, comment="0 as issued, 1 for the first renewal"
    )
    sha256: Mapped[str] = mapped_column(comment="the file with this stamp")
    before_sha256: Mapped[str | None] = mapped_column(comment="the file that it renewed")
    stamped_at: Mapped[datetime] = mapped_column(comment="as the time authority says")
    stamper: Mapped[str] = mapped_column(comment="whom its certificate names")
    certificate_sha256: Mapped[str]
    certificate_ends: Mapped[datetime] = mapped_column(index=True)
    algorithms: Mapped[list[str]] = mapped_column(comment="as the algorithm policy names them")
    reason: Mapped[str] = mapped_column(comment="issued, or why it was renewed")
    created_at: Mapped[datetime]
