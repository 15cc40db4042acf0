"""Pauses of the statutory clock, kept for ever so that any date can be recounted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base


class PauseRow(Base):
    """One interval in which the clock stood still."""

    __tablename__ = "pause"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="times_order"),
        Index(
            "uq_pause_open",
            "dossier_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_pause_dossier_id", "dossier_id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    reason: Mapped[str] = mapped_column(comment="the act that began it")
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
