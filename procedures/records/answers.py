"""Answers of a dossier: versioned, canonical, with a digest; never changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, Json


class AnswersVersion(Base):
    """What the citizen declared; a supplement adds the next version."""

    __tablename__ = "answers"
    __table_args__ = (CheckConstraint("version >= 1", name="version_positive"),)

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[Json]
    digest: Mapped[str] = mapped_column(comment="SHA-256 of the canonical JSON")
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
