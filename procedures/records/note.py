"""What officers tell one another about a dossier; the applicant never sees it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, uuid_key


class Note(Base):
    """An internal note on a dossier."""

    __tablename__ = "note"
    __table_args__ = (
        CheckConstraint("text <> ''", name="says_something"),
        Index("ix_note_dossier_id", "dossier_id", "at"),
    )

    id: Mapped[UUID] = uuid_key()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="speaking for")
    at: Mapped[datetime]
    text: Mapped[str]


class Mention(Base):
    """A colleague whom a note calls; it waits among their new messages until it is read."""

    __tablename__ = "mention"
    __table_args__ = (
        Index(
            "ix_mention_unread", "person_id", "dossier_id", postgresql_where=text("read_at IS NULL")
        ),
    )

    note_id: Mapped[UUID] = mapped_column(ForeignKey("note.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    read_at: Mapped[datetime | None]
