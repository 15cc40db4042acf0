"""Queue tickets at the counter of a one-stop desk."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, uuid_key


class TicketNumber(Base):
    """The last ticket of a desk on a day; its row lock makes numbers gap-free."""

    __tablename__ = "ticket_number"
    __table_args__ = (CheckConstraint("last >= 1", name="last_positive"),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]


class Ticket(Base):
    """One visitor's place in the queue of a day; it names nobody."""

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("unit_id", "day", "number"),
        CheckConstraint("called_at IS NULL OR counter <> ''", name="called_to_a_counter"),
        CheckConstraint("num_nonnulls(served_at, dropped_at) <= 1", name="one_end"),
        Index(
            "ix_ticket_waiting",
            "unit_id",
            "day",
            "number",
            postgresql_where=text("served_at IS NULL AND dropped_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = uuid_key()
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    day: Mapped[date]
    number: Mapped[int]
    errand: Mapped[str] = mapped_column(comment="file, return, ask")
    taken_at: Mapped[datetime]
    called_at: Mapped[datetime | None]
    called_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    counter: Mapped[str] = mapped_column(default="")
    served_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None] = mapped_column(comment="called and did not come")
