"""Requests to complete a dossier: all faults in one list, once."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, Json, uuid_key


class SupplementRequest(Base):
    """What the office found missing (TT 01/2018/TT-VPCP, Mẫu 02)."""

    __tablename__ = "supplement_request"
    __table_args__ = (
        UniqueConstraint("dossier_id", "ordinal"),
        CheckConstraint("jsonb_array_length(faults) >= 1", name="some_fault"),
        Index(
            "uq_supplement_request_open",
            "dossier_id",
            unique=True,
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = uuid_key()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    ordinal: Mapped[int]
    faults: Mapped[list[Json]] = mapped_column(comment="each: what (component or page), text")
    reason: Mapped[str]
    respond_by: Mapped[date]
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    def awaits(self, day: date) -> bool:
        """Whether on that day the applicant still has time to answer."""
        return self.answered_at is None and day <= self.respond_by
