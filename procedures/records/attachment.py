"""Files that go with a draft or a dossier; the bytes lie in the content-addressed store."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, uuid_key


class Attachment(Base):
    """One uploaded file for one component (thành phần hồ sơ)."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("num_nonnulls(draft_id, dossier_id) = 1", name="one_home"),
        CheckConstraint("size > 0", name="size_positive"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256_shape"),
        CheckConstraint("(checked_at IS NULL) = (checked_by IS NULL)", name="checked_by_someone"),
        CheckConstraint("sealed_sha256 IS NULL OR checked_at IS NOT NULL", name="checked_first"),
        Index("ix_attachment_draft_id", "draft_id"),
        Index("ix_attachment_dossier_id", "dossier_id"),
    )

    id: Mapped[UUID] = uuid_key()
    draft_id: Mapped[UUID | None] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"))
    answers_version: Mapped[int | None] = mapped_column(comment="handed in with this version")
    component: Mapped[str] = mapped_column(comment="code of the component")
    filename: Mapped[str] = mapped_column(comment="as the citizen named it, made harmless")
    media_type: Mapped[str] = mapped_column(comment="found in the bytes, not claimed")
    size: Mapped[int] = mapped_column(comment="bytes")
    sha256: Mapped[str]
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[datetime | None] = mapped_column(
        comment="an officer compared the scan with the paper (số hóa, TT 01/2023/TT-VPCP)"
    )
    checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    sealed_sha256: Mapped[str | None] = mapped_column(comment="the digital copy with the seal")
