"""Annexes (văn bản kèm theo): files that go with a result, each sealed with its number."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, uuid_key


class Annex(Base):
    """One file for one result; without a paper while the result is still being drafted.

    The bytes before sealing are those that the paper's data name; they never change.
    """

    __tablename__ = "annex"
    __table_args__ = (
        UniqueConstraint("paper_id", "ordinal"),
        CheckConstraint("ordinal >= 1", name="ordinal"),
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("size > 0", name="size_positive"),
        CheckConstraint("signatures >= 0", name="signatures"),
        CheckConstraint("issued_sha256 IS NULL OR paper_id IS NOT NULL", name="issued_with_paper"),
        Index("ix_annex_dossier_id", "dossier_id"),
        Index(
            "uq_annex_issued_sha256",
            "issued_sha256",
            unique=True,
            postgresql_where=text("issued_sha256 IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = uuid_key()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    result_code: Mapped[str] = mapped_column(comment="the result of the procedure it goes with")
    paper_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("paper.id"), comment="from the proposal on"
    )
    ordinal: Mapped[int] = mapped_column(comment="its place among the annexes, from 1")
    title: Mapped[str]
    filename: Mapped[str] = mapped_column(comment="as it was named, made harmless")
    attachment_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("attachment.id"), comment="the applicant's own file; none: an officer's"
    )
    size: Mapped[int] = mapped_column(comment="bytes before sealing")
    sha256: Mapped[str] = mapped_column(comment="the file before sealing, which the leader reads")
    signatures: Mapped[int] = mapped_column(comment="that others made in it before")
    added_at: Mapped[datetime]
    added_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    issued_sha256: Mapped[str | None] = mapped_column(comment="the sealed file")
