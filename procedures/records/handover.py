"""Handing over: who offered a dossier to whom, and how it was answered."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, text_enum


class HandoverOutcome(StrEnum):
    """How an offer ended."""

    TAKEN = "taken"
    DECLINED = "declined"
    RECALLED = "recalled"
    LAPSED = "lapsed"
    """The dossier ended, or its unit did, before anybody answered."""


class Handover(Base):
    """One offer. Until it is taken, custody stays with the unit that offered."""

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (answered_at IS NULL)", name="answered_once"),
        CheckConstraint("outcome <> 'declined' OR grounds <> ''", name="refusal_has_grounds"),
        CheckConstraint("answered_at IS NULL OR answered_at >= offered_at", name="times_order"),
        Index(
            "uq_handover_open",
            "dossier_id",
            unique=True,
            postgresql_where=text("outcome IS NULL"),
        ),
        Index("ix_handover_dossier_id", "dossier_id"),
        Index(
            "ix_handover_to_take",
            "to_unit_id",
            "offered_at",
            "dossier_id",
            postgresql_where=text("outcome IS NULL"),
        ),
        Index(
            "ix_handover_offered",
            "from_unit_id",
            "offered_at",
            "dossier_id",
            postgresql_where=text("outcome IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    from_leg_id: Mapped[int] = mapped_column(ForeignKey("leg.id"))
    from_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    to_leg_id: Mapped[int | None] = mapped_column(
        ForeignKey("leg.id"), comment="the planned leg; none when one is to be put in on taking"
    )
    to_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    officer_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id"), comment="for whom it is meant, when somebody was named"
    )
    note: Mapped[str] = mapped_column(default="", comment="what the giver tells the taker")
    offered_at: Mapped[datetime]
    offered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[HandoverOutcome | None] = mapped_column(text_enum(HandoverOutcome, "outcome"))
    grounds: Mapped[str] = mapped_column(default="", comment="why it was not taken")
