"""Working calendars as immutable versions: a promised date can always be recomputed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, Json


class CalendarVersion(Base):
    """One state of a working calendar; a change inserts the next version and keeps this one."""

    __tablename__ = "calendar_version"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint("version >= 1", name="version_positive"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    code: Mapped[str]
    version: Mapped[int]
    week: Mapped[Json] = mapped_column(comment='{"0": [["07:30","11:30"], ...]}, 0 is Monday')
    days: Mapped[list[Json]] = mapped_column(
        comment="days that differ from the week: day, working, reason, document, hours"
    )
    document: Mapped[str] = mapped_column(comment="number of the decision behind this version")
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
