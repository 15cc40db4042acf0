"""Days on which an officer is away, and who stands in."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, uuid_key


class Absence(Base):
    """An absence; posts that the substitute gets for it are rows of `post` that name it."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("valid_to > valid_from", name="dates_in_order"),
        CheckConstraint("substitute_id IS NULL OR substitute_id <> person_id", name="another"),
        Index("ix_absence_person_id", "person_id", "valid_to"),
        Index("ix_absence_substitute_id", "substitute_id", "valid_to"),
    )

    id: Mapped[UUID] = uuid_key()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    substitute_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date] = mapped_column(comment="first day back")
    reason: Mapped[str] = mapped_column(default="")
    document: Mapped[str] = mapped_column(default="", comment="number of the delegation")
    created_at: Mapped[datetime]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
