"""One act on many dossiers: what was chosen and seen, and how it ended for each."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, Json, text_enum


class BulkOutcome(StrEnum):
    """How it ended for one dossier."""

    DONE = "done"
    REFUSED = "refused"
    CHANGED = "changed"
    """Somebody acted after the dossier was seen; nothing was done."""


class BulkRun(Base):
    """One press of a button over a list; its id comes with the form, so it is one however often."""

    __tablename__ = "bulk_run"
    __table_args__ = (
        CheckConstraint("room IN ('desk', 'office')", name="room"),
        Index("ix_bulk_run_person_id", "person_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    room: Mapped[str] = mapped_column(comment="desk or office")
    deed: Mapped[str] = mapped_column(comment="the act, by the word of its form")
    options: Mapped[Json] = mapped_column(comment="officer_id, note, taker: what the act asks for")
    created_at: Mapped[datetime]


class BulkItem(Base):
    """One dossier of a run; its outcome is written in the transaction of the act itself."""

    __tablename__ = "bulk_item"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (at IS NULL)", name="ended_once"),
        CheckConstraint("seen_version >= 1", name="version_positive"),
        Index(
            "ix_bulk_item_waiting",
            "run_id",
            "ordinal",
            postgresql_where=text("outcome IS NULL"),
        ),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("bulk_run.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    seen_version: Mapped[int]
    outcome: Mapped[BulkOutcome | None] = mapped_column(text_enum(BulkOutcome, "outcome"))
    words: Mapped[str] = mapped_column(default="", comment="why not, as the officer was told")
    at: Mapped[datetime | None]
