"""Archive time stamps of issued papers: each row is one edition of a file, the newest is served.

The rows of the paper and its annexes say what was issued and never change; a renewal adds one here.
"""

from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.archive_stamp import ArchiveStampColumns, stamp_rules
from procedures.records.base import Base


class PaperStamp(ArchiveStampColumns, Base):
    """An edition of an issued paper, or of an annex, with what its newest stamp rests on."""

    __tablename__ = "paper_stamp"
    __table_args__ = (*stamp_rules("issued"), CheckConstraint("annex >= 0", name="annex"))
    FILE: ClassVar[tuple[str, ...]] = ("paper_id", "annex")

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    annex: Mapped[int] = mapped_column(
        primary_key=True,
        autoincrement=False,
        server_default="0",
        comment="0 the paper itself, else its annex of that place",
    )
