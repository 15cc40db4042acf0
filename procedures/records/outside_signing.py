"""A paper handed to a leader's own token: what was served, by which tickets, what came back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from procedures.records.base import Base, uuid_key


class OutsideSigning(Base):
    """Two tickets, each good once and for some minutes: one to fetch, one to bring back.

    Of a ticket only its digest is kept.
    """

    __tablename__ = "outside_signing"
    __table_args__ = (
        UniqueConstraint("fetch_sha256"),
        UniqueConstraint("return_sha256"),
        CheckConstraint("expires_at > created_at", name="dates_in_order"),
        CheckConstraint(
            "(returned_at IS NULL) = (signed_sha256 IS NULL)", name="returned_with_file"
        ),
        Index("ix_outside_signing_paper_id", "paper_id"),
    )

    id: Mapped[UUID] = uuid_key()
    paper_id: Mapped[UUID] = mapped_column(ForeignKey("paper.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), comment="whose token")
    seen_version: Mapped[int] = mapped_column(comment="of the dossier, as it was read")
    seen_sha256: Mapped[str] = mapped_column(comment="of the printed paper, as it was read")
    served_sha256: Mapped[str] = mapped_column(comment="the same with the places to sign")
    signed_sha256: Mapped[str | None]
    fetch_sha256: Mapped[str]
    return_sha256: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    fetched_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
