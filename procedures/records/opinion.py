"""Opinions that other units give beside the leg that holds the dossier."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, text_enum, uuid_key


class Stance(StrEnum):
    """What the unit that was asked thinks of it."""

    AGREED = "agreed"
    OBJECTED = "objected"
    OTHER = "other"
    """Neither: a remark, or not within its competence."""


class Opinion(Base):
    """A question to another unit, and its answer (lấy ý kiến phối hợp)."""

    __tablename__ = "opinion"
    __table_args__ = (
        UniqueConstraint("leg_id"),
        CheckConstraint("(answered_at IS NULL) = (stance IS NULL)", name="answered_once"),
        CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name="answered_by_one"),
        CheckConstraint("stance IS NULL OR stance = 'agreed' OR answer <> ''", name="says_why"),
        Index("ix_opinion_dossier_id", "dossier_id"),
    )

    id: Mapped[UUID] = uuid_key()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    leg_id: Mapped[int] = mapped_column(ForeignKey("leg.id"), comment="a leg that runs beside")
    question: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    stance: Mapped[Stance | None] = mapped_column(text_enum(Stance, "stance"))
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
