"""Published versions of a procedure: immutable, dated, with a digest."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, Json


class ProcedureVersion(Base):
    """What the catalogue said of a procedure in its time; a dossier keeps its version for ever.

    A trigger refuses changes of the body; `effective_to` and `withdrawn_at` alone may be set.
    """

    __tablename__ = "procedure_version"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint(r"code ~ '^[1-6]\.[0-9]{6}$'", name="code_shape"),
        CheckConstraint(
            "effective_to IS NULL OR effective_to > effective_from", name="dates_order"
        ),
        Index(
            "ix_procedure_version_search",
            "search",
            postgresql_using="gin",
            postgresql_ops={"search": "gin_trgm_ops"},
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    code: Mapped[str] = mapped_column(comment="mã thủ tục hành chính")
    version: Mapped[int]
    body: Mapped[Json] = mapped_column(comment="the whole procedure, see procedures.catalogue")
    digest: Mapped[str] = mapped_column(comment="SHA-256 of the canonical body")
    name: Mapped[Json]
    field_code: Mapped[str] = mapped_column(comment="lĩnh vực")
    field_name: Mapped[Json]
    decided_at: Mapped[str] = mapped_column(ForeignKey("tier.code"), comment="deciding tier")
    level: Mapped[str] = mapped_column(comment="toan-trinh or mot-phan")
    search: Mapped[str] = mapped_column(comment="names and summary without diacritics, lower case")
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
    published_at: Mapped[datetime]
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_grounds: Mapped[str | None]

    def is_over(self, on: date) -> bool:
        """Whether nothing new may be filed under it on that day, or ever again."""
        ended = self.effective_to is not None and self.effective_to <= on
        return ended or self.withdrawn_at is not None


ProcedureVersion.__table__.append_constraint(  # type: ignore[attr-defined]
    ExcludeConstraint(
        (ProcedureVersion.code, "="),
        (
            func.daterange(ProcedureVersion.effective_from, ProcedureVersion.effective_to),
            "&&",
        ),
        name="one_version_at_a_time",
        using="gist",
        where=text("withdrawn_at IS NULL"),
    )
)
