"""What papers and evidence have in common: editions of a file, each with one time stamp more."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Constraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column


class ArchiveStampColumns:
    """An edition of a file with what its newest time stamp rests on; rows never change.

    `FILE` names the columns that say which file it is.
    """

    FILE: ClassVar[tuple[str, ...]]

    ordinal: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, comment="0 as it was first, 1 for the first renewal"
    )
    sha256: Mapped[str] = mapped_column(comment="the file with this stamp")
    before_sha256: Mapped[str | None] = mapped_column(comment="the file that it renewed")
    stamped_at: Mapped[datetime] = mapped_column(comment="as the time authority says")
    stamper: Mapped[str] = mapped_column(comment="whom its certificate names")
    certificate_sha256: Mapped[str]
    certificate_ends: Mapped[datetime] = mapped_column(index=True)
    algorithms: Mapped[list[str]] = mapped_column(comment="as the algorithm policy names them")
    reason: Mapped[str] = mapped_column(comment="how it came to be, or why it was renewed")
    created_at: Mapped[datetime]


def stamp_rules(first: str) -> tuple[Constraint, ...]:
    """The rules of such a table; `first` is the reason of an edition 0."""
    return (
        UniqueConstraint("sha256"),
        CheckConstraint("ordinal >= 0", name="ordinal"),
        CheckConstraint("(ordinal = 0) = (before_sha256 IS NULL)", name="before"),
        CheckConstraint("before_sha256 <> sha256", name="renewed"),
        CheckConstraint(
            f"reason IN ('{first}', 'unstamped', 'certificate', 'algorithm')", name="reason"
        ),
    )
