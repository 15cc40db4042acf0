"""Archive time stamps of the evidence of checks: each row is one edition, the newest is served.

The declaration's row and the ledger name the evidence as it was first; a renewal adds a row here.
A draft that is thrown away leaves its rows: nothing in them is about a person.
"""

from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.archive_stamp import ArchiveStampColumns, stamp_rules
from procedures.records.base import Base


class EvidenceStamp(ArchiveStampColumns, Base):
    """An edition of the evidence of one check, with what its newest stamp rests on."""

    __tablename__ = "evidence_stamp"
    __table_args__ = stamp_rules("checked")
    FILE: ClassVar[tuple[str, ...]] = ("evidence",)

    evidence: Mapped[str] = mapped_column(
        primary_key=True, comment="its SHA-256 as it was first, by which the declaration names it"
    )
