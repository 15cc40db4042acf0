"""Files that an officer asked for and a worker makes: registers and control slips."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, Json, uuid_key


class ExportKind(StrEnum):
    """What is in the file."""

    REGISTER = "register"
    CONTROL_SLIP = "control_slip"


class ExportFormat(StrEnum):
    """How the file is written; also its extension."""

    PDF = "pdf"
    XLSX = "xlsx"


class Export(Base):
    """One order; read by the one who placed it."""

    __tablename__ = "export"
    __table_args__ = (
        CheckConstraint("kind IN ('register', 'control_slip')", name="kind"),
        CheckConstraint("format IN ('pdf', 'xlsx')", name="format"),
        CheckConstraint("(sha256 IS NULL) = (finished_at IS NULL)", name="finished_with_file"),
        Index("ix_export_asked_by", "asked_by", "asked_at"),
    )

    id: Mapped[UUID] = uuid_key()
    kind: Mapped[str]
    format: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"))
    params: Mapped[Json] = mapped_column(comment="from and to, ISO days; filters")
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    finished_at: Mapped[datetime | None]
    sha256: Mapped[str | None]
    size: Mapped[int | None] = mapped_column(comment="bytes")
