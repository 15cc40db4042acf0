"""The outbox: effects that a commit promised and a worker must carry out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.effects import Queue
from procedures.records.base import Base, Json, text_enum


class OutboxRow(Base):
    """One effect. The queue only carries its id; this row says whether it is done."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_waiting", "enqueued_at", "id", postgresql_where=text("done_at IS NULL")),
        Index("ix_outbox_dossier_id", "dossier_id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    effect: Mapped[str] = mapped_column(comment="name of a type in procedures.effects")
    payload: Mapped[Json]
    queue: Mapped[Queue] = mapped_column(text_enum(Queue, "queue"))
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"))
    created_at: Mapped[datetime]
    enqueued_at: Mapped[datetime | None] = mapped_column(comment="last handed to the queue")
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="", comment="type and code, nothing personal")
    failed_at: Mapped[datetime | None] = mapped_column(comment="gave up; waits for a person")
    done_at: Mapped[datetime | None]
