"""Reminders that were sent: each once, however often the watch goes round."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base


class Reminder(Base):
    """One reminder of one leg: before it is due, when it is late, when a leader must know."""

    __tablename__ = "reminder"
    __table_args__ = (CheckConstraint("kind IN ('soon', 'late', 'escalated')", name="kind"),)

    leg_id: Mapped[int] = mapped_column(ForeignKey("leg.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(
        primary_key=True, comment="the due moment it spoke of: a moved one is spoken of anew"
    )
    sent_at: Mapped[datetime]
