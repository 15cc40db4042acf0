"""The one new promise with an apology, and the leave to ask for a second supplement."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, uuid_key


class ExtensionRow(Base):
    """A new day of return, with a letter of apology; once (NĐ 61/2018/NĐ-CP, Điều 19)."""

    __tablename__ = "extension"
    __table_args__ = (
        UniqueConstraint("dossier_id"),
        CheckConstraint("reason <> ''", name="has_reason"),
    )

    id: Mapped[UUID] = uuid_key()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    until: Mapped[date] = mapped_column(comment="due at the close of hours of this day")
    reason: Mapped[str]
    promised_before: Mapped[datetime] = mapped_column(comment="the promise that is not kept")
    decided_at: Mapped[datetime]
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    paper_id: Mapped[UUID | None] = mapped_column(ForeignKey("paper.id"), comment="the apology")


class SupplementLeave(Base):
    """A leader's leave to ask the applicant once more; used by one request."""

    __tablename__ = "supplement_leave"
    __table_args__ = (
        CheckConstraint("grounds <> ''", name="has_grounds"),
        Index(
            "uq_supplement_leave_open",
            "dossier_id",
            unique=True,
            postgresql_where=text("request_id IS NULL"),
        ),
        Index("ix_supplement_leave_dossier_id", "dossier_id"),
    )

    id: Mapped[UUID] = uuid_key()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    grounds: Mapped[str]
    granted_at: Mapped[datetime]
    granted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("supplement_request.id"))
