"""What an officer keeps for themself: saved views, and words typed and not yet sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, Json, uuid_key


class SavedView(Base):
    """A queue with its filters under a name of the officer's own."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("person_id", "room", "name"),
        CheckConstraint("name <> ''", name="has_name"),
    )

    id: Mapped[UUID] = uuid_key()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    room: Mapped[str] = mapped_column(comment="desk or office")
    name: Mapped[str]
    query: Mapped[str] = mapped_column(
        comment="the address's query; never a person's name or number"
    )
    created_at: Mapped[datetime]


class Scratch(Base):
    """What an officer has typed into a form and not sent; gone once it is sent."""

    __tablename__ = "scratch"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    form: Mapped[str] = mapped_column(primary_key=True, comment="path of the form's page")
    fields: Mapped[Json] = mapped_column(comment="inputs by name, as typed")
    saved_at: Mapped[datetime]
